import { startAutosave } from './autosave.js'
import { startChildParts } from './child_parts.js'
import { keepRadiosToTheirRole } from './radios.js'

initAll({ onError: (error) => console.error(error) })
keepRadiosToTheirRole(document)
startChildParts(document)
startAutosave(document)
document.documentElement.dataset.ready = 'true'
