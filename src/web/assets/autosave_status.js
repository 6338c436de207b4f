// What the page says about a draft: shown at once, spoken only when it matters.

const spokenEvery = 60_000

export class AutosaveStatus {
  constructor(element) {
    this.element = element
    this.words = element.querySelector('[data-autosave-words]')
    this.spoken = element.querySelector('[data-autosave-spoken]')
    this.lastSpoken = -Infinity
    this.state = element.dataset.autosaveState ?? ''
    new ResizeObserver(() => this.measure()).observe(element)
    // A browser shows the line of a tall box that is typed into, and is content.
    document.addEventListener('keyup', ({ key }) => {
      if (key === 'Tab') this.uncover()
    })
  }

  saving() {
    // A failure stays in view until it is over.
    if (this.state === 'failed') return
    this.show('saving', 'Saving…')
  }

  saved(time) {
    const wasFailing = this.state === 'failed'
    const text = `Saved at ${time}`
    this.show('saved', text)
    if (wasFailing || performance.now() - this.lastSpoken > spokenEvery) this.speak(text)
  }

  failed(text, link) {
    const isNew = this.state !== 'failed' || this.words.firstChild?.textContent !== text
    this.show('failed', text, link)
    if (isNew) this.speak(link ? `${text} ${link.text}` : text)
  }

  show(state, text, link) {
    this.state = state
    this.element.dataset.autosaveState = state
    const parts = [document.createTextNode(text)]
    if (link) {
      const anchor = document.createElement('a')
      anchor.className = 'govuk-link'
      anchor.href = link.href
      anchor.textContent = link.text
      if (link.newTab) {
        anchor.target = '_blank'
        anchor.rel = 'noopener'
      }
      parts.push(document.createTextNode(' '), anchor)
    }
    this.words.replaceChildren(...parts)
    this.measure()
    this.uncover()
  }

  /** Tells the styles how much of the window's end the words take. */
  measure() {
    document.documentElement.style.setProperty('--heed-autosave-height', `${this.element.offsetHeight}px`)
  }

  /** What has the focus must not lie behind these words: the page moves on. Not for what is higher than
   * the room there is: that would take the line that is typed out of view. */
  uncover() {
    if (this.state === '' || document.activeElement === document.body) return
    const field = document.activeElement.getBoundingClientRect()
    const words = this.element.getBoundingClientRect()
    const isCovered = field.top < words.bottom && field.bottom > words.top
    if (isCovered && field.height < words.top) document.activeElement.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }

  speak(text) {
    this.lastSpoken = performance.now()
    this.spoken.textContent = text
  }
}

/** `2:02pm`, from a moment or from words that say it already. */
export function plainTime(moment) {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return String(moment)
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Europe/London',
  })
  const [hours, minutes] = clock.format(date).split(':')
  return `${Number(hours) % 12 || 12}:${minutes}${Number(hours) < 12 ? 'am' : 'pm'}`
}
