internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Runtime
internal import SyncClient
internal import SyncCore
internal import Telemetry

/// The identity and the hub, as the doctor looks at them.
extension Doctor {
    func identity() -> DoctorFinding {
        let file = IdentityFile(path: configuration.identityFile)
        do {
            guard let identity = try file.read() else {
                return configuration.hub == nil
                    ? DoctorFinding("identity", .ok, "none; the agent works alone until it is enrolled")
                    : DoctorFinding("identity", .fail, "none in \(file.path); run `millwright-agent enrol`")
            }
            let days = identity.daysLeft(at: SystemClock().now())
            let text = "agent \(identity.agent), certificate until \(identity.notAfter) (\(Int(days)) days)"
            if file.isExposed {
                return DoctorFinding("identity", .fail, "others can read \(file.path); chmod 600 \(file.path)")
            }
            // A third of the life is over long before: by then the agent has asked for the next one many times.
            let life = identity.notAfter.seconds(since: identity.notBefore) / 86_400
            if days < life / 3 {
                return DoctorFinding(
                    "identity", .warn, "\(text); it should have been renewed, is the hub within reach?")
            }
            return DoctorFinding("identity", .ok, text)
        } catch {
            return DoctorFinding("identity", .fail, "\(error)")
        }
    }

    func hub() -> DoctorFinding {
        guard let identity = (try? IdentityFile(path: configuration.identityFile).read()) ?? nil else {
            return DoctorFinding("hub", .warn, "not enrolled at one; the agent works alone")
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        defer { try? group.syncShutdownGracefully() }
        do {
            let endpoint = try configuration.hub ?? HubEndpoint(identity.address)
            let connection = try HubConnection(
                endpoint: endpoint,
                trust: HubTrust(authoritiesFile: configuration.authoritiesFile, identity: identity), group: group)
            let answer = AnswerBox<Result<Timestamp, RoundFailure>>()
            connection.identify(deadlineSeconds: 5) { answer.give($0) }
            switch answer.wait(seconds: 6) ?? .failure(.timedOut) {
            case .failure(.refused(_, let code, _, _)):
                return DoctorFinding("hub", .fail, "\(endpoint) refuses the certificate: \(code)")
            case .failure(let failure):
                return DoctorFinding("hub", .warn, "\(endpoint): \(failure.message) The agent goes on alone meanwhile.")
            case .success(let hubTime): return Self.finding(endpoint, hubTime)
            }
        } catch {
            return DoctorFinding("hub", .fail, "\(error)")
        }
    }

    private static func finding(_ endpoint: HubEndpoint, _ hubTime: Timestamp) -> DoctorFinding {
        let offset = Int(hubTime.seconds(since: SystemClock().now()).rounded())
        let text = "\(endpoint) knows the certificate"
        guard offset.magnitude < 300 else {
            return DoctorFinding("hub", .warn, "\(text); its clock is \(offset) s ahead of the one here; set the clock")
        }
        return DoctorFinding("hub", .ok, text)
    }
}
