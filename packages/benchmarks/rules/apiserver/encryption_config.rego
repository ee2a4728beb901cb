# METADATA
# scope: package
# title: Secrets are encrypted before they reach etcd
# description: |
#   Looks whether `--encryption-provider-config` is given. What the file says is the matter of
#   another rule.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Without it Secrets lie in etcd, in its backups and on its disks in clear text (base64 is no
#     protection).
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --encryption-provider-config=/etc/kubernetes/encryption.yaml
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#
#     Existing Secrets are encrypted only when they are written again:
#
#     ```sh
#     kubectl get secrets --all-namespaces -o json | kubectl replace -f -
#     ```
#   impact: |
#     Losing the key loses all Secrets: keep it apart from the backups of etcd.
#   fix: {set: <encryption configuration that the pod mounts>}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.encryption_config

import data.lib.settings

finding := settings.all_of("apiserver", [settings.set("apiserver", "encryption-provider-config")])
