// One site under measure: started, signed in to, asked.
import { spawn, spawnSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';

const PASSWORD = 'bench bench bench';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Site {
  static async start(binary, data) {
    const site = new Site();
    site.binary = binary;
    site.data = data;
    site.port = await freePort();
    site.agent = new Agent({ keepAlive: true, maxSockets: 64 });
    site.process = spawn(binary, ['serve', '--port', String(site.port), '--data', data], {
      env: { ...process.env, VITRINE_ADMIN__NAME: 'bench', VITRINE_ADMIN__PASSWORD: PASSWORD },
      stdio: 'ignore',
    });
    const began = performance.now();
    while (!(await site.get('/healthz').then((r) => r.status === 200, () => false))) {
      if (performance.now() - began > 60_000) throw new Error('The site did not start.');
      await new Promise((done) => setTimeout(done, 5));
    }
    site.startMs = performance.now() - began;
    return site;
  }

  get pid() {
    return this.process.pid;
  }

  verb(...args) {
    const run = spawnSync(this.binary, [...args, '--data', this.data], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`${args.join(' ')}: ${run.stderr}`);
    return run.stdout.trim();
  }

  makeKey(account = 'bench') {
    this.key = this.verb('key', 'add', '--account', account, '--scopes', 'read,write').split(/\s+/).at(-1);
  }

  async signIn() {
    const page = await this.get('/login');
    const token = /name="([^"]*)" value="([^"]+)"/.exec(page.body.toString());
    const cookies = (answer) => (answer.headers['set-cookie'] ?? []).map((c) => c.split(';')[0]);
    const form = new URLSearchParams({ [token[1]]: token[2], name: 'bench', password: PASSWORD }).toString();
    const headers = { cookie: cookies(page).join('; '), origin: `http://localhost:${this.port}`, 'content-type': 'application/x-www-form-urlencoded' };
    this.cookie = cookies(await this.send('POST', '/login', headers, form)).join('; ');
  }

  send(method, path, headers = {}, body) {
    return new Promise((resolve, reject) => {
      const auth = this.key ? { authorization: `Bearer ${this.key}` } : {};
      const options = { host: 'localhost', port: this.port, method, path, agent: this.agent, headers: { host: `localhost:${this.port}`, ...auth, ...headers } };
      const sent = request(options, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  get = (path, headers) => this.send('GET', path, headers);

  page = (path) => this.getAs({ cookie: this.cookie, accept: 'text/html', 'accept-encoding': 'br', authorization: '' }, path);

  getAs = (headers, path) => this.get(path, headers);

  async upload(name, bytes) {
    const edge = 'vitrine-bench';
    const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]);
    const answer = await this.send('POST', '/api/v1/media', { 'content-type': `multipart/form-data; boundary=${edge}`, 'content-length': body.length }, body);
    if (answer.status !== 201) throw new Error(`upload: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body).items[0].id;
  }

  async items(ids) {
    return JSON.parse((await this.get(`/api/v1/media?ids=${ids.join(',')}`)).body).items;
  }

  async stop() {
    const ended = new Promise((done) => this.process.once('exit', done));
    this.process.kill('SIGTERM');
    this.agent.destroy();
    await ended;
  }
}
