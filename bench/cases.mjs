// What a case system does all day, on as many cases as are asked for:
//
//   node bench/cases.mjs HEED MAKE_WORLD RECORDS [sqlite|postgres] [REQUESTS]
//
// Opens a case, views one, lists one's own, searches, reads a history, flags a danger: through the JSON
// API over TLS, one request after the other. One line of JSON for each: times as the client sees them,
// and the processor time of the program and of the database for each request.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const [heed, makeWorld, recordsText, engine = 'sqlite', requestsText = '500'] = process.argv.slice(2)
const records = Number(recordsText)
const requests = Number(requestsText)
const ticksPerSecond = 100
const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A program, once `ready` has made something of a line that it says. */
async function start(program, words, { stream = 'stdout', environment = {}, stdin = 'ignore' }, ready) {
  const child = spawn(program, words, { stdio: [stdin, 'pipe', 'pipe'], env: { ...process.env, ...environment } })
  child[stream === 'stdout' ? 'stderr' : 'stdout'].resume()
  const told = await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}`)))
    createInterface({ input: child[stream] }).on('line', (line) => {
      const found = ready(line)
      if (found !== undefined) resolve(found)
    })
  })
  return { child, told }
}

const ended = (child) => new Promise((resolve) => child.on('exit', resolve))

function seconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  } catch {
    return 0
  }
}

/** A process and all it started, ended or not: what has ended counts with who waited for it. */
function familySeconds(pid) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = all.filter((one) => {
    try {
      return readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(pid)
    } catch {
      return false
    }
  })
  return seconds(pid) + children.reduce((sum, child) => sum + familySeconds(child), 0)
}

class Api {
  constructor(port, token) {
    this.agent = new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false })
    this.port = port
    this.token = token
  }

  send(method, path, json, key) {
    const body = json === undefined ? undefined : JSON.stringify(json)
    const headers = { Host: 'localhost', Authorization: `Bearer ${this.token}` }
    if (body) Object.assign(headers, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'Idempotency-Key': key })
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path: `/api/v1${path}`, method, agent: this.agent, headers }
      const call = https.request(options, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (piece) => (text += piece))
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`${method} ${path} answers ${answer.statusCode}: ${text.slice(0, 300)}`))
        })
      })
      call.on('error', reject)
      call.end(body)
    })
  }
}

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

const newCase = (number) => ({
  details: {
    full_name: `Ashmere Newcase${number}`, born: '2016-05-04', sex: 'U', ethnicity: 'NOBT', religion: 'None', language: 'English',
    disabilities: ['NONE'], address: `${number} Heron Row, Larkmouth`, household: `new ${number}`, school: 'Brookside Primary',
  },
})

const danger = {
  what: 'Ring before you go: the dog is loose in the yard.',
  reason: 'Two visitors were bitten this month; the neighbour told us, and we saw the bandage.',
  since: day(-3),
  review_on: day(30),
}

/** The six acts, each with the number of its turn. */
function acts(api, mine, team) {
  const one = (turn) => mine[turn % mine.length]
  return {
    create: (turn) => api.send('POST', '/records', { ...newCase(turn), team }, `create ${turn}`),
    view: (turn) => api.send('GET', `/records/${one(turn)}`),
    list: () => api.send('GET', '/work'),
    search: (turn) => api.send('GET', `/children?name=${['Ash', 'Belbe', 'Cordi', 'Dunfo'][turn % 4]}`),
    history: (turn) => api.send('GET', `/records/${one(turn)}/entries`),
    flag: (turn) =>
      api.send('POST', '/events', { form: 'alert', shared: {}, children: [{ record: one(turn), answers: danger }] }, `flag ${turn}`),
  }
}

async function measure(name, act, pid, database) {
  for (let turn = 0; turn < 20; turn += 1) await act(requests + turn)
  const took = []
  const before = [seconds(pid), database ? familySeconds(database) : 0]
  for (let turn = 0; turn < requests; turn += 1) {
    const sent = performance.now()
    await act(turn)
    took.push(performance.now() - sent)
  }
  const cpu = [seconds(pid), database ? familySeconds(database) : 0].map((now, i) => ((now - before[i]) / requests) * 1000)
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.floor((took.length - 1) * share)]
  return { act: name, engine, records, p50_ms: at(0.5), p99_ms: at(0.99), cpu_ms: cpu[0], database_cpu_ms: cpu[1] }
}

async function databases() {
  if (engine !== 'postgres') return undefined
  const server = await start('python3', [join(root, 'tests/support/postgres_server.py')], { stdin: 'pipe' }, (line) => JSON.parse(line).host)
  for (const name of ['world', 'world_keys']) execFileSync('createdb', ['-h', server.told, '-U', 'heed_owner', name])
  const connection = (role, name) => `host=${server.told} user=${role} dbname=${name}`
  const environment = (role) => ({ HEED_DATABASE: connection(role, 'world'), HEED_KEYS_DATABASE: connection(role, 'world_keys') })
  return { server: server.child, environment }
}

const folder = mkdtempSync(join(tmpdir(), 'heed-cases-'))
const data = join(folder, 'data')
const database = await databases()
try {
  const owner = database?.environment('heed_owner') ?? {}
  const began = performance.now()
  const making = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  const team = execFileSync(makeWorld, [data, String(records), ...Object.values(owner)], making).trim()
  const made = (performance.now() - began) / 1000
  const options = { env: { ...process.env, ...owner }, encoding: 'utf8' }
  const token = execFileSync(heed, ['user', 'token', '--data', data, '--login', 'worker0', '--label', 'bench', '--days', '1'], options).trim()
  const opened = performance.now()
  const server = await start(heed, ['serve', '--data', data, '--port', '0', '--allow-root'],
    { stream: 'stderr', environment: database?.environment('heed') }, (line) => /"port":(\d+)/.exec(line)?.[1])
  const started = performance.now() - opened
  const api = new Api(Number(server.told), token)
  const mine = []
  for (const name of ['Ash', 'Belbe', 'Cordi', 'Dunfo', 'Ela', 'Fenbe', 'Galdi', 'Holfo', 'Isa', 'Jorbe']) {
    for (const child of (await api.send('GET', `/children?name=${name}`)).children) mine.push(child.record)
  }
  const { VmRSS } = Object.fromEntries([...readFileSync(`/proc/${server.child.pid}/status`, 'utf8').matchAll(/^(\w+):\s+(\d+)/gm)].map((m) => [m[1], m[2]]))
  console.log(JSON.stringify({ act: 'start', engine, records, made_s: made, first_answer_ms: started, memory_mib: Number(VmRSS) / 1024 }))
  for (const [name, act] of Object.entries(acts(api, mine, team))) {
    console.log(JSON.stringify(await measure(name, act, server.child.pid, database?.server.pid)))
  }
  server.child.kill('SIGTERM')
  await ended(server.child)
} finally {
  if (database) {
    database.server.stdin.end()
    await ended(database.server)
  }
  rmSync(folder, { recursive: true, force: true })
}
