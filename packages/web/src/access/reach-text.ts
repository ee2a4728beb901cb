/** What somebody sees, as a form holds it and as a table says it. */

import type { Reach } from '@evenkeel/model'

export interface PartText {
  /** `team=red, env=prod`; empty for every cluster. */
  labels: string
  /** `shop, payments`; empty for every namespace. */
  namespaces: string
}

/** Null for everything; a sentence where the text is neither. */
export function parseReach(parts: readonly PartText[] | null): Reach | { error: string } {
  if (parts === null) return null
  const reach: NonNullable<Reach> = []
  for (const { labels, namespaces } of parts) {
    const pairs = words(labels).map((word) => word.split('='))
    const wrong = pairs.find(([key = '', ...value]) => key.trim() === '' || value.length !== 1)
    if (wrong) return { error: `"${wrong.join('=')}" is no label; write team=red.` }
    const names = words(namespaces)
    reach.push({
      cluster_labels: Object.fromEntries(
        pairs.map(([key = '', value = '']) => [key.trim(), value.trim()]),
      ),
      namespaces: names.length === 0 ? null : names,
    })
  }
  return reach.length === 0 ? { error: 'Name at least one part, or choose everything.' } : reach
}

export function toPartTexts(reach: Reach | undefined): PartText[] | null {
  if (!reach) return null
  return reach.map((part) => ({
    labels: labelsOf(part.cluster_labels).join(', '),
    namespaces: part.namespaces?.join(', ') ?? '',
  }))
}

/** `clusters with team=red; namespaces shop, payments of every cluster`. */
export function describeReach(reach: Reach | undefined): string {
  if (!reach) return 'everything'
  return reach
    .map(({ cluster_labels, namespaces }) => {
      const labels = labelsOf(cluster_labels).join(', ')
      const clusters = labels === '' ? 'every cluster' : `clusters with ${labels}`
      if (namespaces === null) return clusters
      const noun = namespaces.length === 1 ? 'namespace' : 'namespaces'
      return `${noun} ${namespaces.join(', ')} of ${clusters}`
    })
    .join('; ')
}

function labelsOf(labels: Record<string, string>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`)
}

function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
