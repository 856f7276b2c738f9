public import SyncCore
public import SyncWire

extension HubConnection {
    /// Where agents send their rounds.
    public static let roundPath = "/sync/v1/round"

    /// Sends a round.
    ///
    /// Encoding happens on the caller's thread, decoding on the event loop.
    public func round(
        _ request: RoundRequest, deadlineSeconds: Double,
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
            path: Self.roundPath, contentType: RoundFrame.contentType, body: frame, isUrgent: request.isCritical,
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
}
