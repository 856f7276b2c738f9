internal import HubTenancy
internal import SyncWire
internal import Telemetry

/// What an agent is told when it is enrolled and when its certificate is renewed.
enum AgentIdentityView {
    static func json(_ issued: IssuedCertificate, _ services: AgentServices) -> JSONValue {
        let certificate = issued.certificate
        return [
            "agentId": .of(certificate.agent), "tenantId": .of(certificate.tenant),
            "certificate": .string(issued.pem), "authorities": .string(services.authority.certificatesPEM),
            "expiresAt": .of(certificate.notAfter), "address": .string(services.address()),
            "commandKeys": .array(
                services.commandKeys().map { key in
                    ["id": .string(key.id), "publicKey": .string(Base64.encode(key.publicKey))]
                }),
        ]
    }

    static let schema = Schema.fields(
        .required("agentId", .uuid), .required("tenantId", .uuid), .required("certificate", .string()),
        .required("authorities", .string()), .required("expiresAt", .moment), .required("address", .string()),
        .required("commandKeys", .list(key)))

    private static let key = Schema.fields(.required("id", .string()), .required("publicKey", .string()))
}
