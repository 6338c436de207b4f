// A radio may not say that it opens something: assistive technology is not bound to read it, and a
// checker rightly refuses it. The further question follows its radio, and is read next.

export function keepRadiosToTheirRole(root) {
  const radios = root.querySelectorAll('input[type=radio][aria-expanded]')
  const watch = new MutationObserver((changes) => {
    for (const { target } of changes) target.removeAttribute('aria-expanded')
  })
  for (const radio of radios) {
    radio.removeAttribute('aria-expanded')
    watch.observe(radio, { attributeFilter: ['aria-expanded'] })
  }
}
