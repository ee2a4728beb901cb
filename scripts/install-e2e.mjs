/** Installs what the end-to-end tests need and this machine allows: Debian packages, Kubernetes, etcd, Helm. */
import { tsImport } from 'tsx/esm/api'

const load = (path) => tsImport(path, import.meta.url)
const { installPackages } = await load('../e2e/cluster/packages.ts')
const { buildBinaries, findBinaries, whyNotBuildable } = await load('../e2e/cluster/binaries.ts')
const { hasValidators, installValidators, whyNoValidators } = await load('../e2e/validators.ts')
const { buildHelm, findHelm, whyNoHelm } = await load('../e2e/helm.ts')

installPackages()
if (!findBinaries() && !whyNotBuildable()) {
  console.error('Building Kubernetes and etcd, once: about five minutes on two cores ...')
  buildBinaries()
}
if (!findHelm() && !whyNoHelm()) {
  console.error('Building Helm, once: about three minutes on two cores ...')
  buildHelm()
}
if (!hasValidators() && !whyNoValidators()) {
  console.error('Installing the validators of report formats, once: about a minute ...')
  installValidators()
}
