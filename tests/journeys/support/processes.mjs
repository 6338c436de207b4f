// Programs that a journey starts. Each is ended by its own process id, and every wait has an end.
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

const ending = 25_000

/** Waits until `ask` gives something, asking again and again. */
export async function until(ask, { within = 10_000, every = 50, what = 'what was waited for' } = {}) {
  const start = performance.now()
  for (;;) {
    const found = await ask()
    if (found) return found
    if (performance.now() - start > within) throw new Error(`${what} did not come within ${within} ms`)
    await pause(every)
  }
}

export class Process {
  constructor(program, words, { input, stdin = 'ignore', environment = {} } = {}) {
    this.words = [program, ...words].join(' ')
    this.stdout = ''
    this.stderr = ''
    this.child = spawn(program, words, {
      env: { ...process.env, ...environment },
      stdio: [input === undefined ? stdin : 'pipe', 'pipe', 'pipe'],
    })
    this.child.stdout.setEncoding('utf8').on('data', (text) => (this.stdout += text))
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.stderr += text))
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => resolve({ code: null, error }))
      this.child.on('close', (code, signal) => resolve({ code, signal }))
    })
    this.ended.then((end) => (this.end = end))
    if (input !== undefined) this.child.stdin.end(input)
  }

  /** The first whole line that `pick` makes something of. */
  line(pick, { within = 120_000, from = 'stdout' } = {}) {
    return until(
      () => {
        const found = this[from].split('\n').slice(0, -1).map(pick).find(Boolean)
        if (!found && this.end) throw new Error(`${this.words} ended: ${this.stderr.slice(-2_000)}`)
        return found
      },
      { within, what: `the line that ${this.words} prints when it is ready` },
    )
  }

  signal(name) {
    if (!this.end) this.child.kill(name)
  }

  /** Its exit code. What has not ended in time is killed, and that is an error. */
  async stop(name = 'SIGTERM') {
    this.signal(name)
    return this.wait(ending)
  }

  async wait(within) {
    const late = pause(within, 'late', { ref: false })
    if ((await Promise.race([this.ended, late])) === 'late') {
      this.signal('SIGKILL')
      await this.ended
      throw new Error(`${this.words} did not end within ${within} ms`)
    }
    if (this.end.error) throw this.end.error
    return this.end.code ?? this.end.signal
  }
}

/** Runs a program to its end. */
export async function run(program, words, { within = 120_000, ...rest } = {}) {
  const process = new Process(program, words, rest)
  const code = await process.wait(within)
  return { code, stdout: process.stdout, stderr: process.stderr }
}
