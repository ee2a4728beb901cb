/** The version of the command line and of everything in the repository. */

import manifest from '../package.json' with { type: 'json' }

export const version: string = manifest.version
