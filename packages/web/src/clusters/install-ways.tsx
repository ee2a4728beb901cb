/** Three ways to install the agents of a cluster, each with what it needs to copy or download. */

import { Button, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { CopyButton } from '../elements/copy-button.tsx'
import { Notice } from '../elements/states.tsx'
import { DayOf } from '../elements/time.tsx'
import css from './clusters.module.css'
import { helmCommands, helmValues, type Install, kustomization } from './install-options.ts'

const ways = [
  { value: 'kubectl', label: 'kubectl' },
  { value: 'helm', label: 'Helm' },
  { value: 'kustomize', label: 'Kustomize' },
]

export function InstallWays({ install, manifest }: { install: Install; manifest: string }) {
  const [way, setWay] = useState('kubectl')
  return (
    <div className={css.form}>
      <Notice>
        The token is shown only now. It lets agents sign in until <DayOf at={install.expiresAt} />.
      </Notice>
      <SegmentedControl aria-label="Installed by" data={ways} value={way} onChange={setWay} />
      {way === 'helm' ? (
        <Helm install={install} />
      ) : (
        <Manifest install={install} manifest={manifest} isKustomized={way === 'kustomize'} />
      )}
    </div>
  )
}

interface ManifestProps {
  install: Install
  manifest: string
  isKustomized: boolean
}

function Manifest({ install, manifest, isKustomized }: ManifestProps) {
  return (
    <>
      <div className={css.buttons}>
        <Download what="manifest" file={`${install.file}.yaml`} text={manifest} />
        <CopyButton wide text={manifest} label="Copy manifest" />
        <CopyButton wide text={install.token} label="Copy token" />
      </div>
      {isKustomized && (
        <LazyCodeView
          text={kustomization(install)}
          language="yaml"
          label="The file kustomization.yaml beside the manifest"
        />
      )}
      <Command
        text={isKustomized ? 'kubectl apply -k .' : `kubectl apply -f ${install.file}.yaml`}
      />
      <details>
        <summary>What is in the manifest</summary>
        <LazyCodeView text={manifest} language="yaml" label="The manifest" />
      </details>
    </>
  )
}

function Helm({ install }: { install: Install }) {
  const values = helmValues(install)
  return (
    <>
      <div className={css.buttons}>
        <Download what="values" file={`${install.file}-values.yaml`} text={values} />
        <CopyButton wide text={values} label="Copy values" />
        <CopyButton wide text={install.token} label="Copy token" />
      </div>
      <Command text={helmCommands(install)} />
      <p className={css.sub}>The chart is a folder of Evenkeel’s repository.</p>
    </>
  )
}

function Download({ what, file, text }: { what: string; file: string; text: string }) {
  return (
    <Button
      component="a"
      size="sm"
      leftSection={<IconDownload size={15} />}
      href={URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))}
      download={file}
    >
      Download {what}
    </Button>
  )
}

function Command({ text }: { text: string }) {
  return (
    <div className={css.command}>
      <code>{text}</code>
      <CopyButton text={text} label="Copy command" />
    </div>
  )
}
