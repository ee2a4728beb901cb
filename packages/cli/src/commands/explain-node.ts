/** `evenkeel scan node --explain COMPONENT`: the effective settings instead of findings. */

import type { NodeData, Resource } from '@evenkeel/model'
import { exitStatus, Failure } from '../failure.ts'
import { findComponent, printSettings } from '../formats/settings.ts'
import { writeOutput } from '../output.ts'
import { openTarget, type TargetOptions } from '../targets/target.ts'

export async function explainNode(
  targets: string[],
  name: string,
  options: TargetOptions & { output?: string },
): Promise<number> {
  const target = await openTarget(targets, options)
  const pieces: string[] = []
  const seen = new Set<string>()
  const known = new Set<string>()
  for await (const observation of target.observations) {
    // A node that is control plane and worker comes twice with the same data.
    if (!('resource' in observation) || !isNode(observation.resource)) continue
    const { data, name: node } = observation.resource
    for (const component of Object.values(data.components)) known.add(component.name)
    const component = findComponent(data, name)
    if (!component || seen.has(node)) continue
    seen.add(node)
    const isTerminal = options.output === undefined && process.stdout.isTTY === true
    pieces.push(...printSettings(node, component, { isTerminal }))
  }
  if (known.size === 0)
    throw new Failure('--explain needs a node: `evenkeel scan node --explain kubelet`.')
  if (pieces.length === 0) {
    throw new Failure(`There is no component ${name}; there are ${[...known].join(', ')}.`)
  }
  await writeOutput(pieces, options.output)
  return exitStatus.done
}

function isNode(resource: Resource): resource is Resource<NodeData> {
  const { data } = resource
  return typeof data === 'object' && data !== null && 'components' in data
}
