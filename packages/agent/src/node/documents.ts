/** Reads the configuration files that a component's flags name, without the secrets in them. */

import type { DocumentFact, Setting } from '@evenkeel/model'
import type { Host } from '../host/host.ts'
import { redactDocument } from '../redaction/documents.ts'
import { parseStructuredFile } from '../settings/structured-file.ts'
import { readCertificateDigests } from './certificates.ts'

/** Flags that name a file of policy, not of credentials. */
const documentFlags = [
  'audit-policy-file',
  'encryption-provider-config',
  'authorization-config',
  'authentication-config',
  'admission-control-config-file',
  'egress-selector-config-file',
  'tracing-config-file',
  'config',
]

/** Flags that name the certificate authorities of clients; rules compare whom two components trust. */
const authorityFlags = ['client-ca-file', 'trusted-ca-file']

/** `toHostPath` undoes the mounts of a static pod. */
export async function readDocuments(
  host: Host,
  settings: Record<string, Setting>,
  toHostPath: (path: string) => string,
): Promise<Record<string, DocumentFact>> {
  const documents: Record<string, DocumentFact> = {}
  for (const flag of documentFlags) {
    const path = settings[flag]?.value
    if (typeof path !== 'string' || path === '') continue
    documents[flag] = await readDocument(host, toHostPath(path))
  }
  for (const flag of authorityFlags) {
    const path = settings[flag]?.value
    if (typeof path !== 'string' || path === '') continue
    documents[flag] = await readCertificateDigests(host, toHostPath(path))
  }
  await readAdmissionPlugins(host, documents, toHostPath)
  return documents
}

/** A gap where the file is missing too: a running component has read it, so it must be somewhere. */
export async function readDocument(host: Host, path: string): Promise<DocumentFact> {
  if (!path.startsWith('/'))
    return { path, gap: `${path} is relative to the folder of the process, which cannot be seen.` }
  const text = await host.readText(path)
  if (text.state === 'absent') return { path, gap: `${path} is not there on the host.` }
  if (text.state === 'hidden') return { path, gap: text.reason }
  try {
    const { content } = await parseStructuredFile(text.value, path)
    return { path, content: redactDocument(content) }
  } catch (error) {
    return { path, gap: error instanceof Error ? error.message : String(error) }
  }
}

/** The admission configuration may keep each plug-in's part in a file of its own. */
async function readAdmissionPlugins(
  host: Host,
  documents: Record<string, DocumentFact>,
  toHostPath: (path: string) => string,
): Promise<void> {
  const document = documents['admission-control-config-file']
  if (!document || !('content' in document)) return
  const { content } = document
  if (content === null || typeof content !== 'object' || Array.isArray(content)) return
  const plugins = Array.isArray(content.plugins) ? content.plugins : []
  for (const plugin of plugins) {
    if (plugin === null || typeof plugin !== 'object' || Array.isArray(plugin)) continue
    const { name, path } = plugin
    if (typeof name !== 'string' || typeof path !== 'string' || path === '') continue
    // A relative path is relative to the admission configuration.
    const full = path.startsWith('/') ? toHostPath(path) : besides(document.path, path)
    documents[`admission-control-config-file/${name}`] = await readDocument(host, full)
  }
}

function besides(file: string, relative: string): string {
  return `${file.slice(0, file.lastIndexOf('/'))}/${relative}`
}
