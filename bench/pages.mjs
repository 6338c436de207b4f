// Shows pages of the demonstration over TLS, as fast as the server can, and prints what it took:
//
//   node bench/pages.mjs HEED [SECONDS]       HEED is the program; one line of JSON for each page
//
// First one connection, whose times are the server's own; then 64 at once, which is a busy morning.
// The processor time is the server's alone, whatever this program takes for itself.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import tls from 'node:tls'

const [heed, seconds = '5'] = process.argv.slice(2)
const milliseconds = Number(seconds) * 1000
const ticksPerSecond = 100

/** The program, once `ready` has made something of a line that it says. */
async function start(args, stream, ready) {
  const child = spawn(heed, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  child[stream === 'stdout' ? 'stderr' : 'stdout'].resume()
  const lines = createInterface({ input: child[stream] })
  const told = await new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)))
    lines.on('line', (line) => {
      const found = ready(line)
      if (found !== undefined) resolve(found)
    })
  })
  return { child, told }
}

function stop({ child }) {
  return new Promise((resolve) => {
    child.on('exit', resolve)
    child.kill('SIGTERM')
  })
}

/** A connection that stays open and sends one request after the other. */
class Connection {
  constructor(port) {
    this.socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    this.socket.setNoDelay(true)
    this.received = []
    this.socket.on('data', (piece) => this.take(piece))
    this.socket.on('error', (error) => this.fail?.(error))
    this.socket.on('close', () => this.fail?.(new Error('the server closed the connection')))
  }

  get(path, cookie, encoding = 'gzip') {
    this.missing = undefined
    this.received = []
    return new Promise((resolve, reject) => {
      this.resolve = resolve
      this.fail = reject
      this.socket.write(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n` +
          `Accept-Encoding: ${encoding}\r\nCookie: ${cookie}\r\n\r\n`,
      )
    })
  }

  take(piece) {
    this.received.push(piece)
    if (this.missing === undefined) {
      const so = Buffer.concat(this.received)
      const end = so.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = so.toString('latin1', 0, end)
      this.status = Number(head.slice(9, 12))
      this.length = Number(/^content-length: (\d+)/im.exec(head)[1])
      this.missing = this.length + end + 4 - so.length
    } else {
      this.missing -= piece.length
    }
    if (this.missing > 0) return
    this.resolve({ status: this.status, bytes: this.length, text: () => Buffer.concat(this.received).toString() })
  }

  close() {
    this.fail = undefined
    this.socket.destroy()
  }
}

async function textOf(port, path, cookie) {
  const connection = new Connection(port)
  const answer = await connection.get(path, cookie, 'identity')
  connection.close()
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
  return answer.text()
}

function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Asks for one page over and over, on so many connections. */
async function load(port, pid, path, cookie, connections) {
  const took = []
  let bytes = 0
  const turn = async (connection, until) => {
    while (performance.now() < until) {
      const sent = performance.now()
      const answer = await connection.get(path, cookie)
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
      took.push(performance.now() - sent)
      bytes = answer.bytes
    }
  }
  const all = Array.from({ length: connections }, () => new Connection(port))
  await Promise.all(all.map((connection) => turn(connection, performance.now() + milliseconds / 5)))
  took.length = 0
  const before = processorSeconds(pid)
  const began = performance.now()
  await Promise.all(all.map((connection) => turn(connection, began + milliseconds)))
  const elapsed = (performance.now() - began) / 1000
  const cpu = processorSeconds(pid) - before
  all.forEach((connection) => connection.close())
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.floor((took.length - 1) * share)]
  return {
    connections,
    bytes,
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    p99_ms: at(0.99),
    per_second: took.length / elapsed,
    cpu_ms: (cpu / took.length) * 1000,
  }
}

/** The path of the link by which the demonstration's social worker signs in. */
async function makeWorld(folder) {
  const demo = await start(['demo', '--data', folder, '--port', '0', '--json'], 'stdout', (line) => JSON.parse(line))
  await stop(demo)
  return new URL(demo.told.sign_in['social-worker']).pathname
}

async function signIn(port, path) {
  const connection = new Connection(port)
  const answer = await connection.get(path, '')
  connection.close()
  return /^set-cookie: ([^;]+)/im.exec(answer.text())[1]
}

/** The pages to show: those of the child in the worker's list whose chronology is longest. */
async function pagesToShow(port, cookie) {
  const list = await textOf(port, '/my-work', cookie)
  const records = [...new Set([...list.matchAll(/\/records\/(\w+)|[?&]record=(\w+)/g)].map((m) => m[1] ?? m[2]))]
  let longest = { length: 0 }
  for (const record of records) {
    const { length } = await textOf(port, `/records/${record}/chronology`, cookie)
    if (length > longest.length) longest = { record, length }
  }
  const { record } = longest
  return {
    'record page': `/records/${record}`,
    chronology: `/records/${record}/chronology`,
    'visit form': `/record/visit-to-child-at-home?record=${record}`,
  }
}

const folder = mkdtempSync(join(tmpdir(), 'heed-bench-'))
try {
  const link = await makeWorld(folder)
  const args = ['serve', '--data', folder, '--port', '0', '--allow-root']
  const server = await start(args, 'stderr', (line) => /"port":(\d+)/.exec(line)?.[1])
  const port = Number(server.told)
  const cookie = await signIn(port, link)
  for (const [page, path] of Object.entries(await pagesToShow(port, cookie))) {
    for (const connections of [1, 64]) {
      const figures = await load(port, server.child.pid, path, cookie, connections)
      console.log(JSON.stringify({ page, ...figures }))
    }
  }
  await stop(server)
} finally {
  rmSync(folder, { recursive: true })
}
