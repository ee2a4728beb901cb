/** Finds the place in an object at which a step of a fix is done. */

import type { Resource } from '@evenkeel/model'
import type { FixStep } from '../library/fix-spec.ts'
import { type PathPart, parseObjectPath } from './object-path.ts'
import { templatePath } from './pod-places.ts'

/** Undefined where the evidence is about no place in the object, or the object has no such place. */
export function placeOf(
  { at, within }: FixStep,
  evidencePath: string,
  resource: Resource,
): PathPart[] | undefined {
  const template = templatePath(resource)
  if (at?.startsWith('pod.')) {
    const below = parseObjectPath(at.slice('pod.'.length))
    return template && below ? [...template, 'spec', ...below] : undefined
  }
  if (at !== undefined && !/^[\^.]/.test(at)) return parseObjectPath(at)

  const own = parseObjectPath(evidencePath)
  if (!own || (within && !template)) return undefined
  const base = within && template ? [...template, ...own] : own
  if (at === undefined) return base
  const ups = /^\^*/.exec(at)?.[0].length ?? 0
  if (ups > base.length) return undefined
  const from = base.slice(0, base.length - ups)
  const rest = at.slice(ups).replace(/^\./, '')
  if (rest === '') return from
  const below = parseObjectPath(rest)
  return below ? [...from, ...below] : undefined
}
