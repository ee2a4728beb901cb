/** The facts of a node as the node rules read them. Keys are snake_case because Rego reads them. */

import type { Json } from './vocabulary.ts'

export type SettingSource =
  | 'flag'
  | 'environment'
  | 'drop-in'
  | 'config-file'
  | 'configz'
  | 'default'

/** One effective setting and where its value came from. */
export interface Setting {
  /** Normalised by the setting's type: booleans, numbers, lists are not text. Durations stay text. */
  value: Json
  source: SettingSource
  /** The configuration file or drop-in; for a flag the file the command line stands in, where known. */
  file?: string
  /** Counts from 1. */
  line?: number
}

/** A file that a setting names and rules read: audit policy, encryption configuration, ... Redacted. */
export type DocumentFact = { path: string; content: Json } | { path: string; gap: string }

export interface Component {
  /** The binary's name: `kube-apiserver`. */
  name: string
  /** `absent`: looked at all processes, not there. `unknown`: could not look; `reason` says why. */
  state: 'running' | 'absent' | 'unknown'
  reason?: string
  /** `1.35.4`, without the v. */
  version?: string
  /**
   * For flag-only components the flag's name without dashes (`anonymous-auth`), explicit ones and
   * defaults. For kubelet and kube-proxy the path in the configuration (`authentication.anonymous.enabled`).
   * A setting that is absent here is unset and has no default.
   */
  settings: Record<string, Setting>
  feature_gates: Record<string, Setting>
  /** By the name of the setting that names the file: `audit-policy-file`. */
  documents: Record<string, DocumentFact>
}

export type ComponentKey =
  | 'apiserver'
  | 'controller_manager'
  | 'scheduler'
  | 'etcd'
  | 'kubelet'
  | 'proxy'

/** Metadata of one file or directory, by the key of the file in the rules (`apiserver_manifest`). */
export type FileFact =
  | {
      key: string
      path: string
      type: 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'other'
      /** Four octal digits: `0600`. */
      mode: string
      uid: number
      gid: number
      /** By the host's own passwd and group; the number as text where it has no name. */
      owner: string
      group: string
      /** What named the path: a flag, the kubelet's configuration, or the list of candidates. */
      named_by: string
    }
  | { key: string; path: string; gap: string }

export interface NodeData {
  name: string
  /** `kubeadm`, `k3s`, `rke2`, `eks`, `aks`, `gke`, `openshift`, ..., `unknown`. */
  distribution: string
  /** Of the kubelet, else the API server: `1.35.4`. */
  kubernetes_version?: string
  control_plane: boolean
  components: Record<ComponentKey, Component>
  files: FileFact[]
}
