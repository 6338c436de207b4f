// Runs before anything is shown, so that what needs scripts does not flash up and vanish.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
