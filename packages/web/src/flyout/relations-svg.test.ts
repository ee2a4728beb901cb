/** The map as a file holds every resource and every edge, and no markup of somebody else's. */

import type { Relations } from '@evenkeel/model'
import { expect, test } from 'vitest'
import { relations } from '../../dev/answers.ts'
import { layOutRelations } from './relations-layout.ts'
import { printRelations } from './relations-svg.ts'

test('puts what leads above what it leads to', () => {
  const { nodes } = layOutRelations(relations)
  const [own, ...others] = nodes.map(({ y }) => y)
  expect(others.every((y) => y > (own ?? 0))).toBe(true)
})

test('names resources, edges and risks', () => {
  const svg = printRelations(relations)
  for (const text of ['api-account', 'runs as', 'mounts', '⚠ bound to cluster-admin', '3 failed']) {
    expect(svg).toContain(text)
  }
})

test('escapes names', () => {
  const [first] = relations.resources
  const hostile: Relations = {
    ...relations,
    resources: first ? [{ ...first, name: '<script>&\u0007' }] : [],
    edges: [],
  }
  const svg = printRelations(hostile)
  expect(svg).toContain('&lt;script&gt;&amp;')
  expect(svg).not.toContain('<script')
  expect(svg).not.toContain('\u0007')
})

test('leaves out edges to what was left out', () => {
  const { edges } = layOutRelations({ ...relations, resources: relations.resources.slice(0, 2) })
  expect(edges.map(({ label }) => label)).toEqual(['runs as'])
})
