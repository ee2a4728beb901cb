/** Reads the files of a node that a fix may change, so that it can be shown as a diff. */

import { filesToRead, type ReadText } from '@evenkeel/benchmarks'
import type { NodeData, Resource } from '@evenkeel/model'
import { openHost } from '../host/host.ts'

/** A file that cannot be read gets no diff; the finding then names the settings alone. */
export async function readNodeTexts(
  root: string,
  resources: readonly Resource[],
): Promise<ReadText> {
  const host = await openHost(root)
  const texts = new Map<string, string>()
  for (const { type, data } of resources) {
    if (!type.endsWith('_node')) continue
    // The node collector made it.
    for (const path of filesToRead(data as NodeData)) {
      const text = await host.readText(path)
      if (text.state === 'seen') texts.set(path, text.value)
    }
  }
  return (path) => texts.get(path)
}
