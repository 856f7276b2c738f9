internal import NIOCore
internal import Runtime
internal import SyncCore
internal import SyncWire

/// The state of an enrolled connection.
///
/// Lives on its event loop and is touched nowhere else.
final class EnrolledCore {
    private let file: IdentityFile
    private let endpoint: HubEndpoint?
    private let authoritiesFile: String?
    private let eventLoop: any EventLoop
    private let clock: any Clock
    private let random: @Sendable () -> Double
    private let tell: @Sendable (IdentityNews) -> Void

    /// The content of the file that `current` stands for.
    private var mark: IdentityFile.Mark?
    private var current: Current?
    private var plan: RenewalPlan?
    /// Why there is no `current`.
    private var reason = "not enrolled; run `millwright-agent enrol`"

    private lazy var models = ModelFetch(eventLoop: eventLoop) { [unowned self] in
        guard let current else { throw RoundFailure.notConnected(reason) }
        return try connection(as: current.identity, answerBytesMax: ModelFetch.answerBytesMax)
    }

    private struct Current {
        var identity: AgentIdentity
        var connection: HubConnection
    }

    init(
        file: IdentityFile, endpoint: HubEndpoint?, authoritiesFile: String?, eventLoop: any EventLoop,
        clock: any Clock, random: @escaping @Sendable () -> Double, tell: @escaping @Sendable (IdentityNews) -> Void
    ) {
        self.file = file
        self.endpoint = endpoint
        self.authoritiesFile = authoritiesFile
        self.eventLoop = eventLoop
        self.clock = clock
        self.random = random
        self.tell = tell
    }

    func round(
        _ request: RoundRequest, _ deadlineSeconds: Double,
        _ completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void
    ) {
        follow()
        guard let current else { return completion(.failure(.notConnected(reason))) }
        let core = NIOLoopBound(self, eventLoop: eventLoop)
        models.isRoundUnderWay = true
        current.connection.round(request, deadlineSeconds: deadlineSeconds) { result in
            completion(result)
            core.value.models.isRoundUnderWay = false
            core.value.answered(result)
        }
    }

    func fetch(_ wish: ModelWish, _ completion: @escaping ModelFetch.Completion) {
        follow()
        models.begin(wish, completion)
    }

    func reset() {
        current?.connection.reset()
    }

    /// Takes over what the file holds now.
    private func follow() {
        let mark = file.mark
        guard mark != self.mark || current == nil else { return }
        let isAnother = mark != self.mark
        self.mark = mark
        current?.connection.reset()
        current = nil
        models.reset()
        do {
            guard let identity = try file.read() else { return }
            current = Current(identity: identity, connection: try connection(as: identity))
            plan = RenewalPlan(
                notBefore: identity.notBefore, notAfter: identity.notAfter, jitter: random(),
                earliest: plan == nil ? Uptime(nanoseconds: 0) : clock.uptime().advanced(seconds: Self.pauseSeconds))
        } catch {
            guard let fault = error as? any CodedError else { return }
            reason = fault.message
            if isAnother { tell(.unusable(fault)) }
        }
    }

    private func connection(
        as identity: AgentIdentity, answerBytesMax: Int = HubConnection.answerBytesMax
    ) throws(HubClientError) -> HubConnection {
        let endpoint = if let endpoint { endpoint } else { try HubEndpoint(identity.address) }
        guard endpoint.isSecure else { throw .addressInvalid(endpoint.description) }
        return try HubConnection(
            endpoint: endpoint, trust: HubTrust(authoritiesFile: authoritiesFile, identity: identity),
            group: eventLoop, answerBytesMax: answerBytesMax)
    }

    /// Looks at what a round's end says of the certificate.
    private func answered(_ result: Result<RoundAnswer, RoundFailure>) {
        let now = clock.uptime()
        switch result {
        case .success(let answer):
            guard let hubTime = answer.clock.hubSent else { return }
            if plan?.heard(hubTime: hubTime, at: now) == true { renew() }
        case .failure(.refused(_, "CERTIFICATE_EXPIRED", _, _)),
            .failure(.refused(_, "CERTIFICATE_NOT_YET_VALID", _, _)):
            if plan?.refused(at: now) == true { renew() }
        case .failure: break
        }
    }

    /// Asks for the next certificate with a new key, on a connection of its own.
    private func renew() {
        guard let identity = current?.identity else { return }
        let key = AgentKey()
        let core = NIOLoopBound(self, eventLoop: eventLoop)
        do {
            let connection = try connection(as: identity)
            connection.renew(key: key, deadlineSeconds: Self.deadlineSeconds) { result in
                connection.reset()
                core.value.renewed(identity, key, result)
            }
        } catch {
            failed(error)
        }
    }

    private func renewed(_ old: AgentIdentity, _ key: AgentKey, _ result: Result<IdentityAnswer, RoundFailure>) {
        // Who was enrolled anew meanwhile is another agent, and this certificate none of its.
        guard current?.identity == old, file.mark == mark else { return }
        do {
            let next = try result.get().identity(key: key)
            guard next.agent == old.agent, next.tenant == old.tenant else {
                throw IdentityFault.unusable("the hub renewed that of another agent")
            }
            // The next round finds the file changed, and goes out under what it holds then.
            try file.write(next)
            tell(.renewed(until: next.notAfter))
        } catch {
            failed(error)
        }
    }

    private func failed(_ error: any Error) {
        plan?.failed(at: clock.uptime(), jitter: random())
        if let fault = error as? any CodedError { tell(.renewalFailed(fault)) }
    }

    /// Between one new certificate and the next at least, should the clocks of several hubs disagree.
    private static let pauseSeconds = 60.0
    private static let deadlineSeconds = 30.0
}
