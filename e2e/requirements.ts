/** What this machine lacks for a suite; a suite whose requirement is missing is skipped, and says why. */

import { findChromium } from './browser.ts'
import { whyNotBuildable } from './cluster/binaries.ts'
import { isRoot, missingNodePackages } from './cluster/packages.ts'
import { whyNoHelm } from './helm.ts'
import { findPostgres } from './postgres.ts'
import { whyNoValidators } from './validators.ts'

export type Requirement = 'api' | 'node' | 'browser' | 'postgres' | 'helm' | 'validators'

/** One sentence for each requirement that is missing here. */
export function missing(...requirements: Requirement[]): string[] {
  return requirements.flatMap((requirement) => whatIsMissing[requirement]() ?? [])
}

/** The title of a suite, with the reason when it is skipped: read in the report, where it stands. */
export function title(name: string, reasons: string[]): string {
  return reasons.length === 0 ? name : `${name} (skipped: ${reasons.join(' ')})`
}

const whatIsMissing: Record<Requirement, () => string | undefined> = {
  api: () =>
    process.platform === 'linux' ? whyNotBuildable() : 'The Kubernetes API is built for Linux.',
  node: () => {
    if (process.platform !== 'linux') return 'A Kubernetes node needs Linux.'
    if (!isRoot) return 'A Kubernetes node needs root.'
    const packages = missingNodePackages()
    if (packages.length > 0) return `Debian packages are missing: ${packages.join(' ')}.`
    return whyNotBuildable()
  },
  browser: () =>
    findChromium() ? undefined : 'There is neither /usr/bin/chromium nor @sparticuz/chromium.',
  helm: whyNoHelm,
  validators: whyNoValidators,
  postgres: () =>
    findPostgres() ? undefined : 'PostgreSQL 15 or newer (/usr/lib/postgresql/*/bin) is missing.',
}
