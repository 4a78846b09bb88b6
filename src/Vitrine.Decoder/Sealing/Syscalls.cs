namespace Vitrine.Decoder.Sealing;

/// <summary>
/// Numbers of system calls: x86-64 of asm/unistd_64.h, arm64 of asm-generic/unistd.h; -1 where an architecture lacks the call.
/// </summary>
internal static class Syscalls
{
    public static readonly (int X64, int Arm64) Clone = (56, 220);
    public static readonly (int X64, int Arm64) Clone3 = (435, 435);
    public static readonly (int X64, int Arm64) OpenAt = (257, 56);
    public static readonly (int X64, int Arm64) OpenAt2 = (437, 437);
    public static readonly (int X64, int Arm64) TgKill = (234, 131);
    public static readonly (int X64, int Arm64) PrLimit = (302, 261);
    public const int OpenX64 = 2;

    public static readonly (int X64, int Arm64)[] Denied =
    [
        // Network
        (41, 198), // socket
        (53, 199), // socketpair
        (42, 203), // connect
        (49, 200), // bind
        (50, 201), // listen
        (43, 202), // accept
        (288, 242), // accept4
        (44, 206), // sendto
        (46, 211), // sendmsg
        (307, 269), // sendmmsg
        // Other processes and programs
        (59, 221), // execve
        (322, 281), // execveat
        (57, -1), // fork
        (58, -1), // vfork
        (101, 117), // ptrace
        (310, 270), // process_vm_readv
        (311, 271), // process_vm_writev
        (312, 272), // kcmp
        (434, 434), // pidfd_open
        (438, 438), // pidfd_getfd
        (424, 424), // pidfd_send_signal
        (62, 129), // kill
        (200, 130), // tkill
        (129, 138), // rt_sigqueueinfo
        (297, 240), // rt_tgsigqueueinfo
        // Changing files
        (85, -1), // creat
        (87, -1), // unlink
        (263, 35), // unlinkat
        (84, -1), // rmdir
        (82, -1), // rename
        (264, 38), // renameat
        (316, 276), // renameat2
        (86, -1), // link
        (265, 37), // linkat
        (88, -1), // symlink
        (266, 36), // symlinkat
        (83, -1), // mkdir
        (258, 34), // mkdirat
        (133, -1), // mknod
        (259, 33), // mknodat
        (90, -1), // chmod
        (91, 52), // fchmod
        (268, 53), // fchmodat
        (92, -1), // chown
        (93, 55), // fchown
        (94, -1), // lchown
        (260, 54), // fchownat
        (76, 45), // truncate
        (77, 46), // ftruncate
        (188, 5), // setxattr
        (190, 7), // fsetxattr
        (189, 6), // lsetxattr
        // Mounts and file handles
        (165, 40), // mount
        (166, 39), // umount2
        (155, 41), // pivot_root
        (161, 51), // chroot
        (272, 97), // unshare
        (308, 268), // setns
        (428, 428), // open_tree
        (429, 429), // move_mount
        (430, 430), // fsopen
        (432, 432), // fsmount
        (433, 433), // fspick
        (442, 442), // mount_setattr
        (304, -1), // open_by_handle_at
        (303, -1), // name_to_handle_at
        (300, 262), // fanotify_init
        (294, 26), // inotify_init1
        // The kernel's rarer doors
        (321, 280), // bpf
        (298, 241), // perf_event_open
        (323, 282), // userfaultfd
        (250, 219), // keyctl
        (248, 217), // add_key
        (249, 218), // request_key
        (425, 425), // io_uring_setup
        (426, 426), // io_uring_enter
        (427, 427), // io_uring_register
        (246, 104), // kexec_load
        (320, 294), // kexec_file_load
        (175, 105), // init_module
        (313, 273), // finit_module
        (176, 106), // delete_module
        (169, 142), // reboot
        // System V and POSIX queues
        (29, 194), // shmget
        (30, 196), // shmat
        (68, 186), // msgget
        (64, 190), // semget
        (240, 180), // mq_open
    ];
}
