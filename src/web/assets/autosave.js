// Sends a form's words to the server while they are being written. Says "saved" only when the server
// has answered that they are.
import { AutosaveStatus, plainTime } from './autosave_status.js'

const shortestPause = 3_000
const grace = 400
const firstRetry = 2_000
const longestRetry = 30_000
const patience = 15_000

const notSaved = 'Could not save – your words are still on this page. Trying again.'

const changedElsewhere =
  'This draft was also changed somewhere else. What you typed here has been kept as a separate draft.'
const signedElsewhere =
  'You have signed this already, without what you typed here since. That has been kept as a separate draft.'
const somebodyElse =
  'Could not save – somebody else has signed in here. Your words are still on this page. Sign in as yourself in another tab.'

/** Whether the control holds something else than the server wrote, as after a reload. */
function isRestored(control) {
  if (control.type === 'checkbox' || control.type === 'radio') {
    return control.checked !== control.defaultChecked
  }
  if (control.options) {
    const chosen = [...control.options].findIndex((option) => option.defaultSelected)
    return control.selectedIndex !== Math.max(chosen, 0)
  }
  if (control.type === 'file' || control.defaultValue === undefined) return false
  return control.value !== control.defaultValue
}

/** Where the rest of a draft went: only ever a path of this service. */
function isOwnPath(path) {
  return typeof path === 'string' && path.startsWith('/') && !path.startsWith('//')
}

class Autosave {
  constructor(form, status) {
    this.form = form
    this.status = status
    this.sent = [...form.elements].some(isRestored) ? undefined : this.body()
    this.lastStart = -Infinity
    this.failures = 0
    this.busy = false
    this.copy = undefined
    this.leaving = false
  }

  start() {
    this.form.addEventListener('input', () => this.follow())
    this.form.addEventListener('change', () => this.follow())
    this.form.addEventListener('focusout', () => this.save())
    this.form.addEventListener('submit', () => {
      this.leaving = true
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && !this.leaving) this.save({ keepalive: true })
    })
    window.addEventListener('online', () => this.save())
    window.addEventListener('pageshow', () => {
      this.leaving = false
    })
    window.addEventListener('beforeunload', (event) => {
      if (this.leaving || !this.isUnsaved()) return
      event.preventDefault()
      event.returnValue = ''
    })
    if (this.isUnsaved()) this.follow()
  }

  body() {
    const fields = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) {
      // Files go up with the form itself.
      if (typeof value === 'string') fields.append(name, value)
    }
    return fields.toString()
  }

  isUnsaved() {
    return this.body() !== this.sent
  }

  /** Something was typed: save it soon, several keystrokes together. */
  follow() {
    if (this.copy) {
      if (this.isUnsaved()) this.sayCopyIsOlder()
      return
    }
    if (this.timer !== undefined || this.busy) return
    this.wait(Math.max(grace, this.lastStart + shortestPause - performance.now()))
  }

  wait(pause) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), pause)
  }

  async save({ keepalive = false } = {}) {
    if (this.busy || this.copy || !this.isUnsaved()) return
    clearTimeout(this.timer)
    this.timer = undefined
    this.busy = true
    this.lastStart = performance.now()
    const body = this.body()
    this.status.saving()
    let answer
    try {
      answer = await this.send(body, keepalive)
    } catch {
      answer = { kind: 'unreachable' }
    }
    this.busy = false
    this.settle(answer, body)
  }

  async send(body, keepalive) {
    const response = await fetch(this.form.dataset.autosaveUrl, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'X-Heed-Autosave': '1',
        Accept: 'application/json',
      },
      body,
      credentials: 'same-origin',
      redirect: 'manual',
      // Browsers refuse long bodies that should outlive the page.
      keepalive: keepalive && body.length < 60_000,
      signal: AbortSignal.timeout(patience),
    })
    if (response.status === 401 || response.type === 'opaqueredirect') return { kind: 'signed-out' }
    if (response.status === 403) return { kind: 'somebody-else' }
    if (response.status === 409) return { kind: 'elsewhere', ...(await response.json()) }
    if (!response.ok) return { kind: 'refused' }
    const { saved_at: savedAt, version, form_token: formToken } = await response.json()
    if (!savedAt || version === undefined) return { kind: 'refused' }
    return { kind: 'saved', time: plainTime(savedAt), version: String(version), formToken }
  }

  settle(answer, body) {
    if (answer.kind === 'saved') {
      this.failures = 0
      this.sent = body
      this.form.dataset.draftVersion = answer.version
      this.adopt('draft_version', answer.version)
      this.adopt('form_token', answer.formToken)
      this.status.saved(answer.time)
      if (this.isUnsaved()) this.follow()
    } else if (answer.kind === 'elsewhere' && isOwnPath(answer.copy_url)) {
      this.sent = body
      this.copy = { href: answer.copy_url, text: 'Carry on with what you typed here' }
      this.status.failed(answer.was_signed ? signedElsewhere : changedElsewhere, this.copy)
      if (this.isUnsaved()) this.sayCopyIsOlder()
    } else {
      this.failures += 1
      this.sayFailure(answer.kind)
      this.wait(Math.min(longestRetry, firstRetry * 2 ** (this.failures - 1)))
    }
  }

  sayFailure(kind) {
    if (kind === 'somebody-else') {
      this.status.failed(somebodyElse)
      return
    }
    if (kind !== 'signed-out') {
      this.status.failed(notSaved)
      return
    }
    this.status.failed('You have been signed out. Your words are still on this page.', {
      href: this.form.dataset.autosaveSignIn ?? '/sign-in',
      text: 'Sign in again (opens in a new tab)',
      newTab: true,
    })
  }

  sayCopyIsOlder() {
    this.status.failed(
      'What you type on this page from now on is not being saved. Copy it, then carry on in the separate draft.',
      this.copy,
    )
  }

  /** Takes a hidden field's new value from the server, which is not a change by the person. */
  adopt(name, value) {
    const field = this.form.elements.namedItem(name)
    if (!field || value === undefined) return
    const wasSaved = !this.isUnsaved()
    field.value = value
    if (wasSaved) this.sent = this.body()
  }
}

export function startAutosave(root) {
  for (const form of root.querySelectorAll('form[data-autosave-url]')) {
    const element = form.querySelector('[data-autosave-status]')
    if (element) new Autosave(form, new AutosaveStatus(element)).start()
  }
}
