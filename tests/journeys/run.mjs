// Goes the journeys that people go, with the real program and a real browser, on this machine only.
//
//   node tests/journeys/run.mjs [--heed PROGRAM] [--only NAME]… [--screenshots FOLDER] [--chromium PROGRAM]
//                              [--engine sqlite|postgres]
//
// PROGRAM is also found in HEED_BINARY. NAME is a journey (visit, drafts, …) or part of a test's name.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { accessibility } from './accessibility.mjs'
import { api } from './api.mjs'
import { canaries } from './canaries.mjs'
import { commandLine } from './command_line.mjs'
import { correction } from './correction.mjs'
import { drafts } from './drafts.mjs'
import { errors } from './errors.mjs'
import { find } from './find.mjs'
import { lateEntry } from './late_entry.mjs'
import { nodes } from './nodes.mjs'
import { proof } from './proof.mjs'
import { security } from './security.mjs'
import { engines } from './support/engine.mjs'
import { Place, root } from './support/place.mjs'
import { visit } from './visit.mjs'

/** In this order: what security looks at is everything that went before. */
const journeys = {
  visit,
  late_entry: lateEntry,
  correction,
  errors,
  proof,
  find,
  accessibility,
  drafts,
  api,
  security,
  canaries,
  command_line: commandLine,
  nodes,
}

/** The commands are tried on files, which can be looked into; several nodes need a database. */
const notOn = { sqlite: ['nodes'], postgres: ['command_line'] }

const longest = 300_000

const { values: options } = parseArgs({
  options: {
    heed: { type: 'string', default: process.env.HEED_BINARY },
    only: { type: 'string', multiple: true, default: [] },
    engine: { type: 'string', default: 'sqlite' },
    screenshots: { type: 'string' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
})

function chosen() {
  const here = Object.entries(journeys).filter(([journey]) => !notOn[options.engine].includes(journey))
  const all = here.flatMap(([journey, tests]) =>
    tests.map(([name, run]) => ({ journey, name: `${journey}: ${name}`, run })),
  )
  if (options.only.length === 0) return all
  return all.filter(({ journey, name }) =>
    options.only.some((only) => journey === only || (!(only in journeys) && name.includes(only))),
  )
}

async function withinTime(promise, within) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${within} ms`)), within)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

async function main() {
  if (!options.heed || !existsSync(options.heed)) {
    console.error('say which program to test with --heed')
    console.log('0 passed, 1 failed')
    process.exitCode = 1
    return
  }
  const engine = engines[options.engine](root)
  await engine.start()
  const place = new Place({ heed: options.heed, chromium: options.chromium, pictures: options.screenshots, engine })
  let passed = 0
  let failed = 0
  try {
    for (const { name, run } of chosen()) {
      const start = performance.now()
      try {
        await withinTime(run(place), longest)
        passed += 1
        console.log(`ok ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
      } catch (error) {
        failed += 1
        const where = error.stack?.split('\n').find((line) => line.includes('journeys/')) ?? ''
        console.error(`FAILED ${name}\n  ${String(error.message).replaceAll('\n', '\n  ')}\n${where}`)
      }
    }
  } finally {
    await place.close()
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

await main()
