// What every page must be: without fault, without complaint, and of use on any screen.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import { faults, sidewaysScroll, visit } from './visit.mjs'

const names = ['record', 'visit', 'everything', 'sign-in']

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // A group of tick boxes shares one name.
    'form-dup-name': 'off',
    // White space and the case of `DOCTYPE` are nobody's concern.
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    // The design system's own markup: roles that help older readers, and long page titles.
    'prefer-native-element': 'off',
    'no-redundant-role': 'off',
    'long-title': 'off',
    // Attributes that components pass on have a value, if an empty one.
    'attribute-boolean-style': 'off',
    // A list may be named; the rule knows an older standard.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    'void-style': ['error', { style: 'omit' }],
  },
})

async function checkMarkup(pages, name) {
  const report = await validator.validateString(readFileSync(join(pages, `${name}.html`), 'utf8'))
  const messages = report.results.flatMap((result) =>
    result.messages.map((message) => `${message.ruleId}: ${message.message} (${message.selector})`),
  )
  assert.deepEqual(messages, [])
}

/** Opens whatever on the page can be opened. */
async function openEverything(page) {
  for (const summary of await page.locator('summary').all()) await summary.click()
  const menu = page.locator('.govuk-service-navigation__toggle')
  if (await menu.isVisible().catch(() => false)) await menu.click()
  for (const box of await page.locator('input[type=checkbox]').all()) {
    if (await box.isVisible()) await box.check()
  }
  for (const radio of await page.locator('input[type=radio]').all()) await radio.check()
}

function eachPage(place) {
  return names.flatMap((name) => [
    {
      name: `${name}: the markup is valid`,
      run: () => checkMarkup(place.pages, name),
    },
    ...[1280, 360].map((width) => ({
      name: `${name}: no fault and no complaint at ${width}`,
      run: () =>
        visit(place, name, { width }, async (page, complaints) => {
          if (place.pictures) {
            await page.screenshot({ path: join(place.pictures, `${name}-${width}.png`), fullPage: true })
          }
          assert.deepEqual(await faults(page), [])
          await openEverything(page)
          assert.deepEqual(await faults(page), [])
          assert.deepEqual(complaints, [])
        }),
    })),
    {
      name: `${name}: fits 320 pixels, also with widely spaced text`,
      run: () =>
        visit(place, name, { width: 320 }, async (page) => {
          assert.equal(await sidewaysScroll(page), 0)
          await page.evaluate(() => {
            const sheet = new CSSStyleSheet()
            sheet.replaceSync(
              '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
            )
            document.adoptedStyleSheets = [sheet]
          })
          assert.equal(await sidewaysScroll(page), 0)
        }),
    },
  ])
}

function wholeFrame(place) {
  return [
    {
      name: 'every element is in our own typeface, and every file is there',
      run: () =>
        visit(place, 'everything', {}, async (page) => {
          const others = await page.evaluate(async () => {
            await document.fonts.ready
            return [...document.body.querySelectorAll('*')]
              .filter((element) => element.textContent.trim() !== '' && element.checkVisibility())
              .filter((element) => element.closest('svg, option') === null)
              .filter((element) => !getComputedStyle(element).fontFamily.startsWith('Inter'))
              .map((element) => element.outerHTML.slice(0, 80))
          })
          assert.deepEqual(others, [])
          assert.equal(await page.evaluate(() => document.fonts.check('1rem Inter')), true)
          assert.deepEqual(place.server.missing, [])
        }),
    },
    {
      name: 'the first stop of the keyboard leads past the navigation',
      run: () =>
        visit(place, 'record', {}, async (page) => {
          await page.keyboard.press('Tab')
          assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to main content')
          await page.keyboard.press('Enter')
          assert.equal(await page.evaluate(() => document.activeElement.id), 'main-content')
        }),
    },
    {
      name: 'the keyboard goes through the whole page and no stop is hidden',
      run: () =>
        visit(place, 'visit', { width: 360, height: 640 }, async (page) => {
          const hidden = []
          for (let stop = 0; stop < 60; stop += 1) {
            await page.keyboard.press('Tab')
            const where = await page.evaluate(() => {
              const element = document.activeElement
              if (element === document.body) return { end: true }
              const box = element.getBoundingClientRect()
              const inView = box.bottom > 0 && box.top < innerHeight && box.width > 0
              return { inView, what: element.outerHTML.slice(0, 80) }
            })
            if (where.end) break
            if (!where.inView) hidden.push(where.what)
          }
          assert.deepEqual(hidden, [])
        }),
    },
    {
      name: 'on a phone, what is tapped often is 44 pixels high',
      run: () =>
        visit(place, 'record', { width: 360 }, async (page) => {
          await page.locator('.govuk-service-navigation__toggle').click()
          const small = await page.evaluate(() =>
            [
              ...document.querySelectorAll(
                '.govuk-service-navigation__toggle, .govuk-service-navigation__link, .heed-account__name, .heed-account__out, .heed-sections__link, .govuk-pagination__item, .heed-footer a',
              ),
            ]
              .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
              .map((element) => `${element.textContent.trim()} ${element.getBoundingClientRect().height}`),
          )
          assert.deepEqual(small, [])
        }),
    },
  ]
}

/** How high everything above the page's own part is, and where the parts of the second row stand. */
function frameOf(page) {
  return page.evaluate(() => {
    const middle = (selector) => {
      const { top, bottom } = document.querySelector(selector).getBoundingClientRect()
      return (top + bottom) / 2
    }
    const line = Number.parseFloat(getComputedStyle(document.querySelector('.govuk-phase-banner__content')).lineHeight)
    return {
      height: document.querySelector('.heed-header').getBoundingClientRect().height,
      lines: document.querySelector('.govuk-phase-banner__content').getBoundingClientRect().height / line,
      row: ['.govuk-service-navigation__toggle', '.heed-account__name', '.heed-account__out'].map(middle),
    }
  })
}

const largeText = (page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('html { font-size: 200% !important }')
    document.adoptedStyleSheets = [sheet]
  })

function onAPhone(place) {
  return [360, 320].flatMap((width) => [
    {
      name: `at ${width} the frame leaves the screen to the page: menu, name and sign out in one row`,
      run: () =>
        visit(place, 'record', { width, height: 640 }, async (page) => {
          const { height, lines, row } = await frameOf(page)
          assert.ok(Math.max(...row) - Math.min(...row) < 12, `the row's middles are at ${row.join(', ')}`)
          assert.ok(lines < 2.5, `the banner of a demonstration has ${lines} lines`)
          assert.ok(height <= 180, `the frame is ${height} high`)
        }),
    },
    {
      name: `at ${width} with the text twice as large nothing of the frame is cut off`,
      run: () =>
        visit(place, 'record', { width, height: 640 }, async (page) => {
          await largeText(page)
          assert.equal(await sidewaysScroll(page), 0)
          const cut = await page.evaluate(() =>
            [...document.querySelectorAll('.heed-header a, .heed-header button, .heed-logo__partnership, .govuk-phase-banner__text')]
              .filter((element) => element.checkVisibility())
              .map((element) => ({ element, box: element.getBoundingClientRect() }))
              .filter(({ box }) => box.left < 0 || box.right > innerWidth + 1)
              .map(({ element }) => element.outerHTML.slice(0, 80)),
          )
          assert.deepEqual(cut, [])
        }),
    },
    {
      name: `at ${width} without scripts the whole menu is there, and so are the name and sign out`,
      run: () =>
        visit(place, 'record', { width, height: 640, javaScriptEnabled: false }, async (page) => {
          for (const words of ['My work', 'Find', 'Record', 'Meetings', 'Reports', 'Rosa Lind']) {
            assert.equal(await page.locator('.heed-header').getByRole('link', { name: words, exact: true }).isVisible(), true, words)
          }
          assert.equal(await page.getByRole('button', { name: 'Sign out' }).isVisible(), true)
          assert.equal(await sidewaysScroll(page), 0)
        }),
    },
  ])
}

function otherMedia(place) {
  return [
    {
      name: 'without scripts every question is there, and a button saves the draft',
      run: () =>
        visit(place, 'visit', { javaScriptEnabled: false }, async (page) => {
          assert.equal(await page.locator('#part-amina').isVisible(), true)
          assert.equal(await page.locator('#part-bilal').isVisible(), true)
          assert.equal(await page.getByRole('button', { name: 'Save draft' }).isVisible(), true)
        }),
    },
    {
      name: 'in forced colours the current section and the timeline stay marked',
      run: () =>
        visit(place, 'record', { forcedColors: 'active' }, async (page) => {
          const style = (selector, property, pseudo) =>
            page.evaluate(
              ([one, two, three]) => getComputedStyle(document.querySelector(one), three)[two],
              [selector, property, pseudo],
            )
          assert.equal(await style('.heed-sections__link[aria-current]', 'textDecorationLine'), 'underline')
          assert.equal(await style('.heed-timeline__event', 'borderLeftStyle'), 'solid')
          assert.equal(await style('.govuk-tag', 'borderTopStyle'), 'solid')
          if (place.pictures) {
            await page.screenshot({ path: join(place.pictures, 'record-forced.png'), fullPage: true })
          }
        }),
    },
    {
      name: 'on paper there is the record and nothing to press',
      run: () =>
        visit(place, 'record', {}, async (page) => {
          await page.emulateMedia({ media: 'print' })
          assert.equal(await page.locator('.heed-child__name').isVisible(), true)
          assert.equal(await page.locator('.heed-timeline').isVisible(), true)
          for (const gone of ['.govuk-service-navigation', '.heed-sections', '.govuk-pagination']) {
            assert.equal(await page.locator(gone).isVisible(), false, gone)
          }
          if (place.pictures) {
            await page.screenshot({ path: join(place.pictures, 'record-print.png'), fullPage: true })
          }
        }),
    },
  ]
}

export function pageTests(place) {
  return [...eachPage(place), ...wholeFrame(place), ...onAPhone(place), ...otherMedia(place)]
}
