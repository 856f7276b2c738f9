package import HubTenancy
internal import Telemetry

/// Who makes a request, as far as that was proven.
package enum Principal: Sendable, Equatable {
    case nobody
    case user(AccessClaims)
    case agent(AgentCertificate)
}
