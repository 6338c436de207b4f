// Makes the folder of styles, scripts and fonts that the program carries.
//
//   node tools/assets/build.mjs OUTPUT
//
// govuk-frontend's own stylesheet names a typeface and a crest that only GOV.UK may use; both are
// taken out here, and the build stops when a new version of it no longer looks as expected.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const own = join(root, 'src', 'web', 'assets')
const modules = join(root, 'node_modules')
const govuk = join(modules, 'govuk-frontend', 'dist', 'govuk')
const inter = join(modules, '@fontsource-variable', 'inter')

const read = (...path) => readFileSync(join(...path), 'utf8')

function stop(reason) {
  console.error(`tools/assets/build.mjs: ${reason}`)
  process.exit(1)
}

/** `text` with every match of `pattern` replaced, which must be exactly `count` matches. */
function replace(text, pattern, count, replacement, what) {
  let found = 0
  const result = text.replace(pattern, () => {
    found += 1
    return replacement
  })
  if (found !== count) stop(`${what}: expected ${count}, found ${found}`)
  return result
}

function govukStyles() {
  let css = read(govuk, 'govuk-frontend.min.css')
  css = replace(css, /@font-face\{font-family:GDS Transport[^}]*\}/g, 2, '', 'font faces')
  css = replace(css, /GDS Transport,arial,sans-serif/g, 58, 'var(--heed-font)', 'font families')
  css = replace(css, /font-family:sans-serif/g, 58, 'font-family:var(--heed-font)', 'print font families')
  css = replace(css, /url\(\/assets\/images\/govuk-crest\.svg\)/g, 3, 'none', 'crests')
  css = replace(css, /\/\*# sourceMappingURL=[^*]*\*\//g, 1, '', 'source maps')
  if (css.includes('GDS') || css.includes('/assets/') || css.includes('url(')) {
    stop('the stylesheet still asks for something that is not ours')
  }
  return css.trim()
}

function govukScript() {
  let script = read(govuk, 'govuk-frontend.min.js')
  script = replace(script, /\/\/# sourceMappingURL=.*$/gm, 1, '', 'source maps')
  return replace(script, /export\{[^}]*\binitAll\b[^}]*\};/g, 1, '', 'exports').trim()
}

/** Our own modules, joined in the order given: imports between them fall away. */
function ownScript(names) {
  return names
    .map((name) =>
      read(own, name)
        .replace(/^import .*$/gm, '')
        .replace(/^export /gm, ''),
    )
    .join('\n')
}

function build(output) {
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output, { recursive: true })
  const styles = ['fonts.css', 'heed.css', 'record.css', 'print.css'].map((name) => read(own, name))
  writeFileSync(join(output, 'heed.css'), [govukStyles(), ...styles].join('\n'))
  const script = ownScript(['autosave_status.js', 'autosave.js', 'child_parts.js', 'radios.js', 'heed.js'])
  writeFileSync(join(output, 'heed.js'), `${govukScript()}\n{\n${script}\n}\n`)
  copyFileSync(join(own, 'early.js'), join(output, 'early.js'))
  copyFileSync(join(own, 'icon.svg'), join(output, 'icon.svg'))
  for (const part of ['latin', 'latin-ext']) {
    copyFileSync(join(inter, 'files', `inter-${part}-wght-normal.woff2`), join(output, `inter-${part}.woff2`))
  }
  const licences = read(own, 'licences.txt') + read(inter, 'LICENSE')
  writeFileSync(join(output, 'licences.txt'), licences)
}

if (process.argv.length !== 3) stop('give the folder to write')
if (!existsSync(govuk) || !existsSync(inter)) stop('run `npm ci` in the project first')
build(process.argv[2])
