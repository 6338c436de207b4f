// What an operator does: import, set up and serve; and check, which is in checks.mjs.
import assert from 'node:assert/strict'
import {
  chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.mjs'
import { ready } from './support/browser.mjs'
import { Client } from './support/client.mjs'
import { exit, verified } from './support/commands.mjs'
import { Demonstration, root } from './support/place.mjs'
import { Process, run } from './support/processes.mjs'
import { filesWith, rowsByTable, sql } from './support/store.mjs'
import { form, signVisit } from './support/visit_form.mjs'
import { household, names, staffOf } from './support/world.mjs'

const returns = (name) => join(root, 'src/census/testdata', name)
const isRoot = process.geteuid?.() === 0
const canary = 'Zugunruhe-7f3k-Nachtpfauenauge'

async function imported(place, folder, file, ...words) {
  const { code, stdout, stderr } = await place.command(['import', 'cin', file, '--data', folder, '--json', ...words])
  return { code, stderr, report: stdout.startsWith('{') ? JSON.parse(stdout) : undefined }
}

/** A new installation with one person who signs in. */
async function installed(place, name) {
  const folder = place.newFolder(name)
  const made = await place.command(['init', '--data', folder, '--name', 'Larkfield Children’s Partnership'])
  assert.equal(made.code, exit.done, made.stderr)
  const words = ['user', 'add', '--data', folder, '--login', 'r.marlow', '--name', 'Robin Marlow', '--role', 'manager']
  words.push('--post-title', 'Team manager', '--agency', 'Larkfield Council', '--team', 'Larkfield East')
  const added = await place.command(words, { input: 'nine grey herons at dawn\n' })
  assert.equal(added.code, exit.done, added.stderr)
  return folder
}

const importing = [
  ['a clean return is imported, and importing it again adds nothing', async (place) => {
    for (const file of ['clean-2023.xml', 'clean-2026.xml']) {
      const folder = await installed(place, 'import')
      const first = await imported(place, folder, returns(file), '--team', 'Larkfield East')
      assert.ok(first.report, first.stderr)
      assert.equal(first.report.errors, 0)
      assert.equal(first.code, exit.done, JSON.stringify(first.report))
      assert.equal(first.report.imported, true)
      assert.ok(first.report.records_made > 0)
      assert.ok(first.report.entries_added > first.report.records_made)
      const again = await imported(place, folder, returns(file), '--team', 'Larkfield East')
      assert.equal(again.code, exit.done)
      assert.equal(again.report.entries_added, 0)
      assert.equal(again.report.records_made, 0)
      assert.equal(again.report.entries_known, first.report.entries_added)
      assert.equal((await verified(place, folder)).code, exit.done)
    }
  }],
  ['a faulty return is refused line by line, and in part only when told so', async (place) => {
    const folder = await installed(place, 'faulty')
    const before = await rowsByTable(folder)
    const refused = await imported(place, folder, returns('faulty-2026.xml'))
    assert.equal(refused.code, exit.finding, refused.stderr)
    assert.equal(refused.report.imported, false)
    assert.equal(refused.report.records_made, 0)
    assert.ok(refused.report.refusals.length > 0)
    for (const { line, wrong, action } of refused.report.refusals) {
      assert.ok(line > 0 && wrong.length > 10 && action.length > 10)
    }
    assert.deepEqual((await rowsByTable(folder)).ledger_leaf, before.ledger_leaf, 'nothing half imported')
    const plain = await place.command(['import', 'cin', returns('faulty-2026.xml'), '--data', folder])
    assert.equal(plain.code, exit.finding)
    assert.match(plain.stdout, new RegExp(`\\b${refused.report.refusals[0].line}\\b`))
    const part = await imported(place, folder, returns('faulty-2026.xml'), '--accept-partial')
    assert.equal(part.report.imported, true, part.stderr)
    assert.ok(part.report.records_made > 0)
    assert.ok(part.report.children_left_out > 0)
    assert.deepEqual(part.report.refusals.length, refused.report.refusals.length, 'every refusal is listed')
    assert.equal((await verified(place, folder)).code, exit.done)
  }],
  ['what is no file, and a file meant to keep Heed busy, are refused at once', async (place) => {
    const folder = await installed(place, 'no-file')
    const pipe = join(folder, '..', 'pipe.xml')
    assert.equal((await run('mkfifo', [pipe])).code, 0)
    for (const [file, words] of [[pipe, /pipe or a device/], [folder, /is a folder/]]) {
      const { code, stdout, stderr } = await place.command(['import', 'cin', file, '--data', folder], { within: 20_000 })
      assert.equal(code, exit.usage, stderr)
      assert.equal(stdout, '')
      assert.match(stderr, words)
    }
    const crowded = join(folder, '..', 'crowded.xml')
    const attributes = Array.from({ length: 200_000 }, (_, i) => ` a${i}=""`).join('')
    const clean = readFileSync(returns('clean-2026.xml'), 'utf8')
    writeFileSync(crowded, clean.replace('<Child>', `<Child${attributes}>`))
    const line = clean.slice(0, clean.indexOf('<Child>')).split('\n').length
    const { code, stdout } = await place.command(['import', 'cin', crowded, '--data', folder], { within: 20_000 })
    assert.equal(code, exit.finding)
    assert.match(stdout, new RegExp(`^line ${line}: A tag that begins here is longer than any in a return\\.`))
  }],
  ['who has no right to import does not', async (place) => {
    const folder = await installed(place, 'unentitled')
    const words = ['user', 'add', '--data', folder, '--login', 'a.reader', '--name', 'Alex Reader', '--role', 'auditor']
    words.push('--post-title', 'Auditor', '--agency', 'Larkfield Council', '--team', 'Larkfield East')
    await place.command(words, { input: 'eleven red kites above\n' })
    const { code } = await imported(place, folder, returns('clean-2026.xml'), '--as', 'a.reader')
    assert.equal(code, exit.finding)
    assert.equal(await sql(folder, "SELECT count(*) FROM record"), '0')
  }],
]

/** Addresses of this machine that others could reach it by. */
function outerAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
}

const demonstrating = [
  ['the demonstration says that it is one, and is for this machine alone', async (place) => {
    const demonstration = await place.shared()
    assert.ok(demonstration.signInLinks['social-worker'] && demonstration.signInLinks.manager)
    const client = await demonstration.as('social-worker')
    for (const path of ['/my-work', '/find', '/help', '/sign-in', '/nothing']) {
      assert.match((await client.page(path)).text, /Everybody in it is made up\./, path)
    }
    for (const address of outerAddresses()) {
      await assert.rejects(new Client(`http://${address}:${demonstration.port}`).get('/healthz'), address)
    }
    const elsewhere = await client.get('/healthz', { Host: 'heed.example' })
    assert.equal(elsewhere.status, 421, 'nor under another name')
  }],
  ['eight staff, thirty children, and the same day makes the same world', async (place) => {
    const first = await place.shared()
    const second = new Demonstration(place.heed, place.newFolder('again'), place.notes, place.engine)
    place.running.push(second)
    await second.start()
    const told = async (demonstration) => ({
      names: (await names(demonstration)).sort(),
      staff: (await staffOf(demonstration)).map(({ me }) => me.signer.name).sort(),
    })
    const world = await told(second)
    assert.equal(world.names.length, 30)
    assert.equal(world.staff.length, 8)
    assert.deepEqual(await told(first), world)
    assert.equal(await second.stop(), exit.done)
  }],
]

/** Starts `heed serve` and gives its address. */
async function serving(place, folder, ...words) {
  const rights = isRoot ? ['--allow-root'] : []
  const process = new Process(place.heed, ['serve', '--data', folder, '--port', '0', ...rights, ...words])
  const { port, metrics_port: metrics } = await process.line(
    (line) => {
      const said = line.startsWith('{') ? JSON.parse(line) : {}
      return said.event === 'serving' ? said : undefined
    },
    { from: 'stderr' },
  )
  return { process, url: `https://localhost:${port}`, metrics }
}

async function whileServing(place, folder, use, ...words) {
  const server = await serving(place, folder, ...words)
  try {
    await use(server)
  } finally {
    const code = await server.process.stop()
    assert.equal(code, exit.done, server.process.stderr.slice(-2_000))
  }
}

const serves = [
  ['serve does not run as root unless told to', async (place) => {
    if (!isRoot) return
    const { code, stderr } = await place.command(['serve', '--data', await place.copyOfSeed('root'), '--port', '0'])
    assert.equal(code, exit.usage)
    assert.match(stderr, /--allow-root/)
  }],
  ['serve takes the demonstration’s folder, over TLS with a certificate of its own', async (place) => {
    const folder = await place.copyOfSeed('serve')
    await whileServing(place, folder, async ({ url, metrics }) => {
      const stranger = new Client(url, place.notes.bare)
      assert.equal((await stranger.get('/healthz')).status, 200)
      assert.equal((await stranger.get('/readyz')).status, 200)
      assert.equal((await stranger.page('/my-work')).status, 303)
      const help = await stranger.page('/help')
      assert.match(help.headers['strict-transport-security'], /includeSubDomains/)
      assert.match((await new Client(`http://127.0.0.1:${metrics}`).get('/metrics')).text, /^# TYPE/m)
      await assert.rejects(new Client(url.replace('https:', 'http:')).get('/help'), 'nothing without TLS')
      assert.equal(statSync(join(folder, 'tls/private-key.pem')).mode & 0o77, 0, 'the key is the owner’s alone')
      const second = await place.command(['rebuild', '--data', folder])
      assert.equal(second.code, exit.environment, 'nobody else writes meanwhile')
      assert.match(second.stderr, /Another heed is using/)
    }, '--metrics-port', '0')
    assert.equal((await verified(place, folder)).code, exit.done)
  }],
  ['keys that others could read are refused', async (place) => {
    const folder = await place.copyOfSeed('open-keys')
    const key = join(folder, 'keys/master.key')
    assert.equal(statSync(key).mode & 0o777, 0o600)
    chmodSync(key, 0o644)
    const { code, stderr } = await place.command(['serve', '--data', folder, '--port', '0', '--allow-root'])
    assert.equal(code, exit.environment)
    assert.match(stderr, /master\.key|0600|chmod/)
  }],
  ['init does not write over what is there', async (place) => {
    const folder = await place.copyOfSeed('init')
    const before = await sql(folder, 'SELECT count(*) FROM ledger_leaf')
    const { code } = await place.command(['init', '--data', folder, '--name', 'Another'])
    assert.equal(code, exit.finding)
    assert.equal(await sql(folder, 'SELECT count(*) FROM ledger_leaf'), before)
  }],
  ['init and demo leave a folder alone that is not Heed’s', async (place) => {
    const around = join(place.newFolder('not-heeds'), '..')
    const at = (name) => join(around, name)
    const folder = (name, mode) => {
      mkdirSync(at(name))
      chmodSync(at(name), mode)
      return statSync(at(name)).mode
    }
    const mode = folder('shared', 0o755)
    writeFileSync(join(at('shared'), 'letter.txt'), 'left alone')
    symlinkSync(at('shared'), at('link'))
    folder('empty', 0o755)
    symlinkSync(at('empty'), at('link-to-empty'))
    folder('for-everybody', 0o1777)
    const commands = { init: ['--name', 'Larkfield'], demo: ['--port', '0'] }
    for (const [command, words] of Object.entries(commands)) {
      const refused = async (name, why) => {
        const { code, stderr } = await place.command([command, '--data', at(name), ...words])
        assert.equal(code, exit.finding, `${command} ${name}: ${stderr}`)
        assert.match(stderr, why)
      }
      await refused('shared', /holds other things/)
      await refused('link', /holds other things/)
      await refused('shared/letter.txt', /is not a folder/)
      for (const name of ['empty', 'link-to-empty', 'for-everybody']) await refused(name, /chmod 700/)
    }
    assert.equal(statSync(at('shared')).mode, mode)
    assert.equal(statSync(at('empty')).mode, mode)
    assert.deepEqual([readdirSync(at('shared')), readdirSync(at('empty'))], [['letter.txt'], []])
    chmodSync(at('empty'), 0o700)
    assert.equal((await place.command(['init', '--data', at('link-to-empty'), ...commands.init])).code, exit.done)
  }],
  ['a weak password is refused, with what to do about it', async (place) => {
    const folder = await installed(place, 'weak')
    const before = await sql(folder, 'SELECT count(*) FROM staff')
    for (const password of ['short', 'robinmarlowlarkfield']) {
      const words = ['user', 'add', '--data', folder, '--login', `weak.${password.length}`, '--name', 'Robin Marlow', '--role', 'social-worker']
      words.push('--post-title', 'Social worker', '--agency', 'Larkfield Council', '--team', 'Larkfield East')
      const { code, stderr } = await place.command(words, { input: `${password}\n` })
      assert.equal(code, exit.usage, password)
      assert.ok(stderr.length > 20)
      assert.equal(stderr.includes(password), false, 'and not repeated')
    }
    assert.equal(await sql(folder, 'SELECT count(*) FROM staff'), before, 'and nobody is added')
  }],
  ['a program’s token is made on the command line, works, and is kept nowhere', async (place) => {
    const folder = await installed(place, 'token')
    const words = ['user', 'token', '--data', folder, '--label', 'Nightly report']
    assert.equal((await place.command([...words, '--login', 'n.obody'])).code, exit.usage)
    const { code, stdout } = await place.command([...words, '--login', 'r.marlow', '--days', '1'])
    assert.equal(code, exit.done)
    const token = stdout.trim()
    assert.match(token, /^heed_[\w-]{43}$/)
    await whileServing(place, folder, async ({ url }) => {
      const program = new Client(url, undefined)
      const me = await program.get('/api/v1/me', { Authorization: `Bearer ${token}` })
      assert.equal(me.status, 200)
      assert.equal(me.json().signer.name, 'Robin Marlow')
    })
    assert.deepEqual(filesWith(folder, token), [])
  }],
]

async function openRecord(client, team) {
  const answers = {
    full_name: 'Linnet Ashdown',
    born: '2016-05-04',
    sex: 'F',
    ethnicity: 'NOBT',
    religion: { unknown: 'not_known', reason: 'Not asked yet.' },
    language: 'English',
    disabilities: ['NONE'],
    address: '3 Heron Row, Larkfield',
    household: 'Ashdown',
    school: 'Brookside Primary',
  }
  const opened = await client.change('POST', '/records', { details: answers, team }, { 'Idempotency-Key': 'first' })
  assert.equal(opened.status, 200, opened.text)
  return opened.json().entries[0].record
}

async function fromNothing(place) {
  const folder = await installed(place, 'whole-way')
  const team = await sql(folder, 'SELECT hex(team_id) FROM team')
  await whileServing(place, folder, async ({ url, process: server }) => {
    const browser = await place.browser()
    const window = await browser.window(url, { ignoreHTTPSErrors: true })
    try {
      const { page } = window
      await page.goto('/sign-in')
      await page.locator('[name="login"]').fill('r.marlow')
      await page.locator('[name="password"]').fill('not the right password')
      await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.locator('.govuk-error-summary').waitFor()
      assert.equal(await page.locator('[name="password"]').inputValue(), '', 'a password is not sent back')
      await page.locator('[name="password"]').fill('nine grey herons at dawn')
      await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.waitForURL('**/my-work')
      await ready(page)
      assert.match(await page.locator('header').innerText(), /Robin Marlow/)
      const client = new Client(url, place.notes.bare)
      for (const { name, value } of await window.context.cookies()) client.cookies.set(name, value)
      await client.refreshToken()
      const record = await openRecord(client, idOfHex(team))
      const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
      await signVisit(client, [{ record }], { day, child: { voice: `She said “${canary}”.` } })
      await page.goto(`/record/${form}?record=${record}`)
      await ready(page)
      await page.locator('[name="shared.what_happened.0.text"]').fill(`A draft about ${canary}`)
      await page.locator('[data-autosave-words]').filter({ hasText: 'Saved at' }).waitFor()
      assert.deepEqual(filesWith(folder, canary), [], 'not in clear while it runs')
      assert.equal(server.stderr.includes(canary), false)
      assert.equal(server.stderr.includes('Linnet'), false)
      assert.deepEqual(window.complaints, [])
    } finally {
      await window.context.close()
    }
  })
  return folder
}

const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const idOfHex = (hex) => {
  const bits = `00${[...hex].map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('')}`
  return bits.match(/.{5}/g).map((five) => letters[parseInt(five, 2)]).join('')
}

const wholeWay = [
  ['from nothing: init, a person with a password, a record, a visit and a draft, and nothing in clear on the disk', async (place) => {
    const folder = await fromNothing(place)
    for (const secret of [canary, 'Linnet Ashdown', 'Heron Row', 'Robin Marlow', 'r.marlow', 'nine grey herons']) {
      assert.deepEqual(filesWith(folder, secret), [], `“${secret}” is in clear`)
    }
    assert.equal((await verified(place, folder)).code, exit.done)
    for (const name of readdirSync(folder)) {
      assert.equal(statSync(join(folder, name)).mode & 0o77, 0, `${name} is for its owner alone`)
    }
  }],
  ['the demonstration’s folder holds no child’s name in clear', async (place) => {
    const demonstration = await place.shared()
    const { children, me } = await household(demonstration, 4)
    for (const words of [...children.map(({ name }) => name), me.signer.name]) {
      assert.deepEqual(filesWith(demonstration.folder, words), [])
    }
  }],
  ['a copy of the data file without its keys opens nothing', async (place) => {
    const folder = await place.copyOfSeed('no-keys')
    const copy = place.newFolder('copied')
    cpSync(folder, copy, { recursive: true, filter: (path) => !path.includes('/keys') })
    assert.equal(existsSync(join(copy, 'keys')), false)
    const { code } = await place.command(['rebuild', '--data', copy])
    assert.equal(code, exit.environment)
    writeFileSync(join(copy, 'note'), 'left alone')
    assert.equal((await verified(place, copy, '--without-keys')).code, exit.done, 'and can still be checked')
  }],
]

export const commandLine = [...checks, ...importing, ...demonstrating, ...serves, ...wholeWay]
