internal import FoundationEssentials
public import SyncCore
public import Telemetry

extension HubConnection {
    /// Where a one-time token becomes an identity; on the hub's port of the API.
    public static let enrolPath = "/sync/v1/enrol"

    /// Where a certificate is renewed.
    public static let renewPath = "/sync/v1/renew"

    /// Where the hub says for whom it takes the agent.
    public static let identityPath = "/sync/v1/identity"

    /// Enrols this agent: a one-time token and a key's request for a certificate give an identity.
    public func enrol(
        token: String, key: AgentKey, name: String, incarnation: IncarnationID, version: String,
        deadlineSeconds: Double, completion: @escaping @Sendable (Result<IdentityAnswer, RoundFailure>) -> Void
    ) {
        let body = (try? key.request()).map {
            EnrolmentBody(
                token: token, request: $0, name: name, incarnation: incarnation.description, version: version)
        }
        ask(Self.enrolPath, body, deadlineSeconds, completion)
    }

    /// Asks for the next certificate, for a new key; over a connection that shows the present one.
    public func renew(
        key: AgentKey, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<IdentityAnswer, RoundFailure>) -> Void
    ) {
        ask(Self.renewPath, (try? key.request()).map { RenewalBody(request: $0) }, deadlineSeconds, completion)
    }

    /// Asks the hub for whom it takes the agent.
    ///
    /// The answer is the hub's time; a refusal says what is wrong with the certificate. Nothing is changed.
    public func identify(
        deadlineSeconds: Double, completion: @escaping @Sendable (Result<Timestamp, RoundFailure>) -> Void
    ) {
        post(path: Self.identityPath, contentType: "application/json", body: [], deadlineSeconds: deadlineSeconds) {
            completion(
                $0.flatMap { reply in
                    guard reply.status == 200 else { return .failure(HubErrorBody.failure(of: reply)) }
                    let text = try? JSONDecoder().decode(PeerEnvelope.self, from: Data(reply.body)).data.at
                    guard let text, let at = Timestamp(rfc3339: text) else {
                        return .failure(.malformed(code: "IDENTITY_NOT_READABLE"))
                    }
                    return .success(at)
                })
        }
    }

    private func ask(
        _ path: String, _ body: (some Encodable)?, _ deadlineSeconds: Double,
        _ completion: @escaping @Sendable (Result<IdentityAnswer, RoundFailure>) -> Void
    ) {
        guard let body, let json = try? JSONEncoder().encode(body) else {
            completion(.failure(.malformed(code: "ENROLMENT_NOT_JSON")))
            return
        }
        post(path: path, contentType: "application/json", body: Array(json), deadlineSeconds: deadlineSeconds) {
            completion(
                $0.flatMap { reply in
                    guard (200...201).contains(reply.status) else { return .failure(HubErrorBody.failure(of: reply)) }
                    guard let answer = IdentityAnswer.read(reply.body) else {
                        return .failure(.malformed(code: "ENROLMENT_NOT_READABLE"))
                    }
                    return .success(answer)
                })
        }
    }
}

/// The body of an enrolment.
private struct EnrolmentBody: Encodable {
    var token: String
    var request: String
    var name: String
    var incarnation: String
    var version: String
}

/// The body of a renewal.
private struct RenewalBody: Encodable {
    var request: String
}

/// What the hub says of its peer.
private struct PeerEnvelope: Decodable {
    struct Content: Decodable {
        var at: String
    }

    var data: Content
}
