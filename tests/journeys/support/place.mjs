// Where the journeys happen: a demonstration made once, copies of its folder, a browser, and what was
// noticed on the way.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Browser } from './browser.mjs'
import { Client } from './client.mjs'
import { Process, run } from './processes.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** A Wednesday: three days before it is a Sunday, two working days ago. */
export const today = '2026-03-25'
export const threeDaysAgo = '2026-03-22'

/** A port that nobody listens on just now. */
export async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/** A demonstration that is running, or was. */
export class Demonstration {
  constructor(heed, folder, notes, engine) {
    this.heed = heed
    this.engine = engine
    this.folder = folder
    this.notes = notes
    this.log = ''
    this.port = 0
  }

  async start(...words) {
    await this.engine.prepare(this.folder)
    const process = new Process(
      this.heed,
      ['demo', '--data', this.folder, '--port', String(this.port), '--today', today, '--json', ...words],
      { environment: this.engine.environment(this.folder) },
    )
    this.process = process
    const ready = JSON.parse(await process.line((line) => (line.startsWith('{') ? line : undefined)))
    this.url = ready.url
    this.signInLinks = ready.sign_in
    this.port = Number(new URL(ready.url).port)
    return this
  }

  link(role) {
    const link = this.signInLinks[role]
    if (!link) throw new Error(`nobody signs in as ${role}`)
    return link
  }

  client() {
    return new Client(this.url, this.notes.bare)
  }

  as(role) {
    return this.client().signIn(this.link(role))
  }

  keepLog() {
    this.log += this.process.stderr
  }

  async stop(signal = 'SIGTERM') {
    const code = await this.process.stop(signal)
    this.keepLog()
    return code
  }

  /** Everything the server wrote to its log, also before it was started again. */
  get wholeLog() {
    return this.process.end ? this.log : this.log + this.process.stderr
  }
}

export class Place {
  constructor({ heed, chromium, pictures, engine }) {
    this.engine = engine
    this.heed = heed
    this.chromium = chromium
    this.pictures = pictures
    this.folder = mkdtempSync(join(tmpdir(), 'heed-journeys-'))
    this.notes = { foreign: [], bare: [] }
    this.running = []
    if (pictures) mkdirSync(pictures, { recursive: true })
  }

  /** The folder of a demonstration that was made, served and stopped. */
  async seed() {
    this.made ??= (async () => {
      const demonstration = new Demonstration(this.heed, join(this.folder, 'seed'), this.notes, this.engine)
      await demonstration.start()
      const code = await demonstration.stop()
      if (code !== 0) throw new Error(`heed demo ended with ${code}: ${demonstration.log.slice(-2_000)}`)
      return demonstration.folder
    })()
    return this.made
  }

  newFolder(name) {
    const folder = mkdtempSync(join(this.folder, `${name}-`))
    return join(folder, 'data')
  }

  async copyOfSeed(name) {
    const folder = this.newFolder(name)
    await this.engine.copy(await this.seed(), folder)
    return folder
  }

  /** A demonstration of its own for one group of journeys. */
  async demonstration(name, { before, words = [] } = {}) {
    const folder = await this.copyOfSeed(name)
    if (before) await before(folder)
    const demonstration = new Demonstration(this.heed, folder, this.notes, this.engine)
    this.running.push(demonstration)
    return demonstration.start(...words)
  }

  /** The demonstration that most journeys share. */
  shared() {
    this.sharedOne ??= (async () => {
      const metrics = await freePort()
      const words = ['--metrics-port', String(metrics)]
      return Object.assign(await this.demonstration('shared', { words }), { metrics })
    })()
    return this.sharedOne
  }

  async browser() {
    this.browserOne ??= (async () => {
      const browser = new Browser(this.notes)
      await browser.open(this.chromium)
      return browser
    })()
    return this.browserOne
  }

  /** The program on one of the folders. */
  command(words, options) {
    const folder = words[words.indexOf('--data') + 1]
    return run(this.heed, words, { environment: this.engine.environment(folder), ...options })
  }

  async close() {
    if (this.browserOne) await (await this.browserOne.catch(() => undefined))?.close()
    for (const one of this.running) if (!one.process.end) await one.stop().catch(() => {})
    await this.engine.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
