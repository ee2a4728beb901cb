/** The effective settings of the components that are set by flags alone. */

import type { ComponentKey, Json, Setting } from '@evenkeel/model'
import { componentFacts } from '../facts/component-settings.ts'
import { minorVersion } from '../facts/versions.ts'
import { parseFlags } from './command-line.ts'
import type { FlagPlace } from './flag-places.ts'
import { type EffectiveSettings, sortedByName } from './kubelet.ts'
import { typedFlagValue } from './values.ts'

export interface ComponentInput {
  key: Exclude<ComponentKey, 'kubelet'>
  args: string[]
  version?: string | undefined
  placeOf?: FlagPlace
}

export function effectiveComponent(input: ComponentInput): EffectiveSettings {
  const facts = componentFacts[input.key]
  const defaults = facts.defaults(minorVersion(input.version))
  const settings: Record<string, Setting> = {}
  for (const [name, value] of Object.entries(defaults))
    settings[name] = { value, source: 'default' }
  const gates: Record<string, Setting> = {}
  for (const [name, texts] of groupFlags(input)) {
    const value = typedFlagValue(texts, facts.types[name])
    const place = input.placeOf?.(name, texts.at(-1) ?? '') ?? {}
    if (name === 'feature-gates') {
      for (const [gate, on] of Object.entries(isMap(value) ? value : {}))
        gates[gate] = { value: on, source: 'flag', ...place }
    } else settings[name] = { value, source: 'flag', ...place }
  }
  if (input.key === 'apiserver') dropReplacedDefaults(settings)
  return { settings: sortedByName(settings), feature_gates: sortedByName(gates) }
}

function groupFlags({ key, args }: ComponentInput): Map<string, string[]> {
  const flags = parseFlags(args, componentFacts[key])
  const texts = new Map<string, string[]>()
  for (const { name, value } of flags) texts.set(name, [...(texts.get(name) ?? []), value])
  return texts
}

/** A configuration file takes the place of the flag, whose default then does not hold. */
function dropReplacedDefaults(settings: Record<string, Setting>): void {
  if (settings['authorization-config'] && settings['authorization-mode']?.source === 'default')
    delete settings['authorization-mode']
}

function isMap(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
