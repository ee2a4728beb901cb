/** Name, labels and annotations of the objects of the agent's deployment. */

import { entry, isSet, type MapNode, map, spread, structure, type Yaml } from './template.ts'

export const agentName = 'evenkeel-agent'

export function ownLabels(): MapNode {
  return map([
    entry('app.kubernetes.io/name', agentName),
    entry(spread, structure('labels'), { when: isSet('labels') }),
  ])
}

export const annotations = entry('annotations', structure('annotations'), {
  when: isSet('annotations'),
})

/** Without a place for objects of the whole cluster. */
export function metadata(within: Yaml | undefined): MapNode {
  return map([
    entry('name', agentName),
    ...(within ? [entry('namespace', within)] : []),
    entry('labels', ownLabels()),
    annotations,
  ])
}
