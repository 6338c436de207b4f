// Shows the part of a form that belongs to a child only while that child is ticked.
// What was typed in a hidden part stays, in case the tick comes back.

export function startChildParts(root) {
  for (const part of root.querySelectorAll('[data-part-of]')) {
    const box = document.getElementById(part.dataset.partOf)
    if (!box) continue
    const follow = () => {
      part.hidden = !box.checked
    }
    box.setAttribute('aria-controls', part.id)
    box.addEventListener('change', follow)
    // Going back in the browser restores ticks without a change event.
    window.addEventListener('pageshow', follow)
    follow()
  }
}
