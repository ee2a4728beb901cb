/** A component's effective settings, one a line, with where each value came from. */

import type { Component, NodeData, Setting } from '@evenkeel/model'
import { createColours } from '../terminal/colour.ts'
import { escapeControls } from '../terminal/escape.ts'

/** Where a value came from: `flag`, `config-file /var/lib/kubelet/config.yaml:12`. */
export function describeSource({ source, file, line }: Setting): string {
  if (!file) return source
  return `${source} ${file}${line === undefined ? '' : `:${line}`}`
}

/** The component by its key or its binary's name: `kubelet`, `apiserver`, `kube-apiserver`. */
export function findComponent(data: NodeData, name: string): Component | undefined {
  const entries = Object.entries(data.components)
  const entry = entries.find(
    ([key, it]) => key.replace('_', '-') === name || key === name || it.name === name,
  )
  return entry?.[1]
}

export function* printSettings(
  node: string,
  component: Component,
  options: { isTerminal: boolean },
): Iterable<string> {
  const colours = createColours({ isTTY: options.isTerminal })
  const version = component.version ? ` ${component.version}` : ''
  yield `${colours.bold(`${component.name}${version}`)} on ${escapeControls(node)}\n`
  if (component.state !== 'running') {
    yield `  ${component.state}${component.reason ? `: ${escapeControls(component.reason)}` : ''}\n`
    return
  }
  yield* printGroup('', component.settings, colours.dim)
  if (Object.keys(component.feature_gates).length > 0) yield `${colours.bold('Feature gates')}\n`
  yield* printGroup('', component.feature_gates, colours.dim)
  const documents = Object.entries(component.documents)
  if (documents.length > 0) yield `${colours.bold('Files that settings name')}\n`
  for (const [setting, document] of documents) {
    const gap = 'gap' in document ? `: not read, ${document.gap}` : ''
    yield escapeControls(`  ${setting}  ${document.path}${gap}`).concat('\n')
  }
}

function* printGroup(
  indent: string,
  settings: Record<string, Setting>,
  dim: (text: string) => string,
): Iterable<string> {
  const names = Object.keys(settings).sort()
  const width = Math.max(0, ...names.map((it) => it.length))
  for (const name of names) {
    const setting = settings[name]
    if (!setting) continue
    const value = escapeControls(JSON.stringify(setting.value))
    yield `${indent}  ${name.padEnd(width)}  ${value}  ${dim(escapeControls(describeSource(setting)))}\n`
  }
}
