internal import FoundationEssentials
public import SyncCore
public import SyncWire
public import Telemetry

extension HubConnection {
    /// Where agents send their rounds.
    public static let roundPath = "/sync/v1/round"

    /// Where agents change a one-time token for a credential.
    public static let enrolPath = "/sync/v1/enrol"

    /// Sends a round.
    ///
    /// Encoding happens on the caller's thread, decoding on the event loop.
    public func round(
        _ request: RoundRequest, credential: String, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void
    ) {
        let frame: [UInt8]
        do {
            frame = try RoundFrame.encode(request)
        } catch {
            // As the hub would answer, so that the session makes its rounds smaller.
            let status = if case .tooLarge = error { 413 } else { 400 }
            completion(.failure(.refused(status: status, code: error.code, retryAfterSeconds: nil)))
            return
        }
        post(
            path: Self.roundPath, contentType: RoundFrame.contentType, body: frame, credential: credential,
            deadlineSeconds: deadlineSeconds
        ) { result in
            completion(
                result.flatMap { reply in
                    guard reply.status == 200 else { return .failure(HubErrorBody.failure(of: reply)) }
                    do throws(RoundFrameError) {
                        return .success(try RoundFrame.decodeAnswer(reply.body))
                    } catch {
                        return .failure(.malformed(code: error.code))
                    }
                })
        }
    }

    /// Enrols this agent: a one-time token for an identity and a credential.
    public func enrol(
        token: String, name: String, incarnation: IncarnationID, version: String, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<Enrolment, RoundFailure>) -> Void
    ) {
        let body = EnrolmentRequest(token: token, name: name, incarnation: incarnation.description, version: version)
        guard let json = try? JSONEncoder().encode(body) else {
            completion(.failure(.malformed(code: "ENROLMENT_NOT_JSON")))
            return
        }
        post(
            path: Self.enrolPath, contentType: "application/json", body: Array(json), credential: nil,
            deadlineSeconds: deadlineSeconds
        ) { result in
            completion(
                result.flatMap { reply in
                    guard (200...201).contains(reply.status) else { return .failure(HubErrorBody.failure(of: reply)) }
                    guard let enrolment = EnrolmentAnswer.read(reply.body) else {
                        return .failure(.malformed(code: "ENROLMENT_NOT_READABLE"))
                    }
                    return .success(enrolment)
                })
        }
    }
}

/// The body of an enrolment.
private struct EnrolmentRequest: Encodable {
    var token: String
    var name: String
    var incarnation: String
    var version: String
}

/// The envelope around what an enrolment gives.
private struct EnrolmentAnswer: Decodable {
    struct Content: Decodable {
        var agentId: String
        var tenantId: String
        var credential: String
    }

    var data: Content

    static func read(_ body: [UInt8]) -> Enrolment? {
        guard let content = try? JSONDecoder().decode(EnrolmentAnswer.self, from: Data(body)).data,
            let agent = AgentID(content.agentId), let tenant = TenantID(content.tenantId), !content.credential.isEmpty
        else { return nil }
        return Enrolment(agent: agent, tenant: tenant, credential: content.credential)
    }
}
