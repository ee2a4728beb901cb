# METADATA
# scope: package
# title: Containers get the seccomp profile of the runtime
# description: |
#   Looks that the effective `seccompDefault` is true. It is false by default.
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     Without a profile a container may make every system call, also the rarely used ones in which
#     most kernel flaws were found.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     seccompDefault: true
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Programs that need unusual system calls fail; give their pods a profile of their own.
#   fix: {set: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
package rules.kubelet.seccomp_default

import data.lib.settings

finding := settings.all_of("kubelet", [settings.equals("kubelet", "seccompDefault", true)])
