// Where the journeys' installations keep their data: in files of their folder, or in databases of a
// PostgreSQL server that is started for the journeys and ends with them.
import { createHash } from 'node:crypto'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { Process, run } from './processes.mjs'

async function answer(program, words) {
  const { code, stdout, stderr } = await run(program, words, { within: 60_000 })
  if (code !== 0) throw new Error(`${program}: ${stderr}`)
  return stdout.trim()
}

class Files {
  name = 'sqlite'

  async start() {}
  async stop() {}
  async prepare() {}

  /** What the program must be told to find the folder's data. */
  environment() {
    return {}
  }

  async copy(from, to) {
    cpSync(from, to, { recursive: true })
  }

  sql(folder, words, file = join(folder, 'heed.db')) {
    return answer('sqlite3', ['-cmd', '.timeout 5000', file, words])
  }

  /** The folders in which everything that was written lies. */
  async places(folder) {
    return [folder]
  }
}

class Postgres {
  name = 'postgres'

  constructor(root) {
    this.program = join(root, 'tests/support/postgres_server.py')
    this.prepared = new Set()
    this.shared = new Map()
  }

  async start() {
    this.server = new Process('python3', [this.program], { stdin: 'pipe' })
    this.host = (await this.server.line((line) => JSON.parse(line))).host
  }

  async stop() {
    if (!this.server) return
    this.server.child.stdin.end()
    await this.server.wait(20_000)
  }

  database(folder) {
    if (this.shared.has(folder)) return this.shared.get(folder)
    return `journey_${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  }

  async create(name, from = 'template1') {
    await answer('createdb', ['-h', this.host, '-U', 'heed_owner', '-T', from, name])
  }

  async prepare(folder) {
    if (this.prepared.has(folder)) return
    this.prepared.add(folder)
    for (const name of [this.database(folder), `${this.database(folder)}_keys`]) await this.create(name)
  }

  environment(folder, role = 'heed_owner') {
    if (!this.prepared.has(folder)) return {}
    const connection = `host=${this.host} user=${role} dbname=${this.database(folder)}`
    return { HEED_DATABASE: connection, HEED_KEYS_DATABASE: `${connection}_keys` }
  }

  async copy(from, to) {
    cpSync(from, to, { recursive: true })
    this.prepared.add(to)
    await this.create(this.database(to), this.database(from))
    await this.create(`${this.database(to)}_keys`, `${this.database(from)}_keys`)
  }

  /** `second` gets the keys of `first`, and works on the same databases. */
  async share(first, second) {
    cpSync(first, second, { recursive: true })
    this.prepared.add(second)
    this.shared.set(second, this.database(first))
  }

  sql(folder, words, role = 'heed_owner') {
    const spelled = words.replaceAll(/\bx'([0-9a-f]*)'/gi, "decode('$1', 'hex')")
    const database = ['-h', this.host, '-U', role, '-d', this.database(folder)]
    return answer('psql', [...database, '-qAt', '-v', 'ON_ERROR_STOP=1', '-c', spelled])
  }

  async places(folder) {
    const name = this.database(folder)
    const wanted = `SELECT oid FROM pg_database WHERE datname IN ('${name}', '${name}_keys')`
    const numbers = (await this.sql(folder, wanted)).split('\n')
    const kept = ['pg_wal', ...numbers.map((number) => `base/${number}`)]
    return [folder, ...kept.map((part) => join(this.host, 'data', part))]
  }
}

export const engines = {
  sqlite: () => new Files(),
  postgres: (root) => new Postgres(root),
}
