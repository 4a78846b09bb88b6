#!/usr/bin/env bash
# A throwaway Ceph with an S3 endpoint (radosgw), as root, without systemd: for tests, never for data.
#
#   tools/engines/ceph-rgw.sh DIR PORT
#
# DIR is new or empty and removed at the end (KEEP_DATA=1 keeps it). S3 answers at http://127.0.0.1:PORT once DIR/ready exists;
# PORT+1 is the monitor, PORT+10 to PORT+90 are for the other daemons. DIR/*.pid are the daemons, DIR/log what they say.
# One of several disks may die (kill -9 of DIR/osd1.pid's): the others go on. Ends when another daemon does, on SIGTERM, and with STOP_ON_EOF=1 when its standard input closes, so that it never outlives a killed test run.
#
#   CEPH_OSDS=3            disks, also the number of copies (1 and memstore: 15 s to start, half a gigabyte of memory)
#   CEPH_STORE=bluestore   or memstore
#   CEPH_NO_MGR=1          leaves out the manager, which S3 does not need (310 MB)
#   S3_ACCESS_KEY, S3_SECRET_KEY   the user to make (test, testsecret)
#   RGW_LC_DEBUG_INTERVAL=5        a day of lifecycle rules lasts so many seconds
set -euo pipefail

dir=$1 port=$2
osds=${CEPH_OSDS:-3} store=${CEPH_STORE:-bluestore}
access=${S3_ACCESS_KEY:-test} secret=${S3_SECRET_KEY:-testsecret}
pids=()

missing() {
  local tool
  for tool in ceph-mon ceph-osd radosgw radosgw-admin ceph monmaptool curl; do command -v "$tool" >/dev/null || return 0; done
  [ -z "${CEPH_NO_MGR:-}" ] && ! command -v ceph-mgr >/dev/null
}

install_ceph() {
  local packages=(ceph-mon ceph-osd radosgw ceph-common curl)
  [ -n "${CEPH_NO_MGR:-}" ] || packages+=(ceph-mgr)
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

write_settings() {
  cat >"$dir/ceph.conf" <<CONF
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon_host = [v2:127.0.0.1:$((port + 1))]
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_msgr1 = false
ms_bind_port_min = $((port + 10))
ms_bind_port_max = $((port + 90))
run_dir = $dir/run
admin_socket = $dir/run/\$name.asok
pid_file =
log_file = $dir/log/\$name.log
crash_dir = $dir/log
keyring = $dir/keyring
osd_pool_default_size = $osds
osd_pool_default_min_size = $((osds < 2 ? 1 : osds - 1))
osd_pool_default_pg_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
auth_allow_insecure_global_id_reclaim = false
mon_data_avail_warn = 1
mon_data_avail_crit = 1
mon_max_pg_per_osd = 1000
mon_osd_down_out_interval = 5
osd_heartbeat_grace = 5
osd_heartbeat_interval = 1
mon_osd_reporter_subtree_level = osd
[mon]
mon_data = $dir/mon
mon_cluster_log_file = $dir/log/cluster.log
[mgr]
mgr_data = $dir/mgr
mgr_initial_modules =
[osd]
osd_data = $dir/osd\$id
osd_objectstore = $store
memstore_device_bytes = 4294967296
bluestore_block_size = 21474836480
bluestore_block_db_create = false
bluestore_block_wal_create = false
bluestore_cache_autotune = false
bluestore_cache_size = 134217728
bluestore_fsck_on_mount = false
osd_max_object_name_len = 460
osd_max_object_namespace_len = 64
osd_op_num_shards = 2
[client.rgw]
# Without tcp_nodelay every GET takes 50 ms.
rgw_frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw_data = $dir/rgw
rgw_thread_pool_size = 64
rgw_enable_usage_log = false
rgw_crypt_require_ssl = false
rgw_override_bucket_index_max_shards = 1
# What is deleted gives its room back at once, or a memstore fills up with what tests left.
rgw_gc_obj_min_wait = 2
rgw_gc_processor_period = 5
rgw_gc_processor_max_time = 5
rgw_lc_debug_interval = ${RGW_LC_DEBUG_INTERVAL:--1}
CONF
}

start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$dir/log/$name.out" 2>&1 </dev/null &
  pids+=($!)
  echo $! >"$dir/$name.pid"
}

stop() {
  trap - TERM INT EXIT
  local pid try alive
  for pid in $(printf '%s\n' "${pids[@]}" | tac); do kill "$pid" 2>/dev/null || :; done
  for try in $(seq 40); do
    alive=0
    for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null && alive=1; done
    [ $alive = 0 ] && break
    sleep .25
  done
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || :; done
  rm -f "$dir/ready"
  [ -n "${KEEP_DATA:-}" ] || rm -rf "$dir"
}

# radosgw insists on cephx; one keyring holds all keys.
make_keys() {
  local name
  ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
  for name in client.admin client.rgw mgr.x $(seq -f osd.%g 0 $((osds - 1))); do
    ceph-authtool "$dir/keyring" --gen-key -n "$name" --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' >/dev/null
  done
}

start_monitor() {
  local fsid
  fsid=$(awk '/^fsid/ { print $3 }' "$dir/ceph.conf")
  monmaptool --create --clobber --addv a "[v2:127.0.0.1:$((port + 1))]" --fsid "$fsid" "$dir/monmap" >/dev/null
  ceph-mon --mkfs -i a --monmap "$dir/monmap" --keyring "$dir/keyring" >"$dir/log/mkfs-mon.out" 2>&1
  start mon ceph-mon -f -i a
}

start_disks() {
  local i uuid up try
  for i in $(seq 0 $((osds - 1))); do
    mkdir -p "$dir/osd$i"
    uuid=$(cat /proc/sys/kernel/random/uuid)
    timeout 30 ceph osd new "$uuid" >/dev/null
    ceph-osd -i "$i" --mkfs --osd-uuid "$uuid" >"$dir/log/mkfs-osd$i.out" 2>&1
    start "osd$i" ceph-osd -f -i "$i"
  done
  [ -n "${CEPH_NO_MGR:-}" ] || start mgr ceph-mgr -f -i x
  for try in $(seq 60); do
    up=$(timeout 20 ceph osd stat -f json 2>/dev/null | grep -o '"num_up_osds":[0-9]*' | cut -d: -f2)
    [ "${up:-0}" = "$osds" ] && return
    sleep .5
  done
}

start_gateway() {
  local try
  start rgw radosgw -f -n client.rgw
  for try in $(seq 240); do
    if curl -s -o /dev/null "http://127.0.0.1:$port/"; then
      radosgw-admin user create --uid=app --display-name=app --access-key="$access" --secret-key="$secret" >"$dir/log/user.out" 2>&1
      return
    fi
    sleep .25
  done
  echo "radosgw did not answer; see $dir/log" >&2
  KEEP_DATA=1
  exit 3
}

! missing || install_ceph
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
[ -z "$(ls -A "$dir")" ] || { echo "$dir is not empty" >&2; exit 2; }
mkdir -p "$dir"/run "$dir"/log "$dir"/mon "$dir"/mgr "$dir"/rgw
write_settings
export CEPH_CONF=$dir/ceph.conf
trap stop EXIT
trap 'exit 0' TERM INT
if [ -n "${STOP_ON_EOF:-}" ]; then
  exec 3<&0
  (cat <&3 >/dev/null; kill $$ 2>/dev/null) &
fi
make_keys
start_monitor
start_disks
start_gateway
touch "$dir/ready"
echo "ready: http://127.0.0.1:$port access=$access secret=$secret data=$dir" >&2
needed=("${pids[@]}")
if [ "$osds" -gt 1 ]; then
  needed=()
  for daemon in mon mgr rgw; do [ ! -e "$dir/$daemon.pid" ] || needed+=("$(cat "$dir/$daemon.pid")"); done
fi
wait -n "${needed[@]}" || :
echo "a daemon ended" >&2
