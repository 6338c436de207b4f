// Looks at pages that show every component, in a real browser, under the real policy.
//
//   node tests/components/run.mjs [--pages PROGRAM] [--chromium PROGRAM] [--pictures FOLDER]
//
// PROGRAM is the test program `web_pages`; without it the newest one under build/ is taken.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { autosaveTests } from './autosave_tests.mjs'
import { pageTests } from './page_tests.mjs'
import { PageServer } from './server.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

const { values: options } = parseArgs({
  options: {
    pages: { type: 'string' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
    pictures: { type: 'string' },
  },
})

function newestPagesProgram() {
  const build = join(root, 'build')
  const found = (existsSync(build) ? readdirSync(build) : [])
    .flatMap((name) => [join(build, name, 'src/web/web_pages'), join(build, name, 'web/web_pages')])
    .filter((file) => existsSync(file))
    .sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)
  if (found.length === 0) throw new Error('build the target web_pages first')
  return found[0]
}

// Without these a browser calls its maker's hosts. The sandbox needs rights that root lacks.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'heed-components-'))
  const pages = join(folder, 'pages')
  const assets = join(folder, 'assets')
  mkdirSync(pages)
  execFileSync(process.execPath, [join(root, 'tools/assets/build.mjs'), assets], { stdio: 'inherit' })
  execFileSync(options.pages ?? newestPagesProgram(), [pages], { stdio: 'inherit' })

  const server = new PageServer(pages, assets)
  await server.start()
  const browser = await chromium.launch({ executablePath: options.chromium, headless: true, args: flags })
  let passed = 0
  let failed = 0
  try {
    const place = { root, pages, browser, server, pictures: options.pictures }
    for (const test of [...pageTests(place), ...autosaveTests(place)]) {
      try {
        await test.run()
        passed += 1
      } catch (error) {
        failed += 1
        console.error(`FAILED ${test.name}\n  ${String(error.message).replaceAll('\n', '\n  ')}`)
      }
    }
  } finally {
    await browser.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

await main()
