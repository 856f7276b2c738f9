import NIOPosix
import Telemetry
import TestKit
import Testing

/// `millwright-agent enrol`, against a hub of a few lines.
@Suite struct EnrolCommandTests {
    @Test("a wrong fingerprint keeps nothing, and says that the token is used up and what to do")
    func anotherAuthority() async throws {
        let authority = try TestAuthority()
        let hub = try await TestHub(group: MultiThreadedEventLoopGroup.singleton) { request in
            guard let asked = request.signingRequest,
                let body = try? authority.answer(asked, at: Timestamp(seconds: 1_763_712_000))
            else { return .reply(status: 401, body: []) }
            return .reply(status: 201, body: body)
        }
        let folder = try TemporaryFolder("enrol")
        let token = try folder.write("once\n", to: "token")
        let settings = try folder.write("agent: {name: gateway}\n", to: "agent.yaml")
        let program = try ChildProcess(
            ChildProcess.builtProgram("millwright-agent"),
            [
                "enrol", "--config", settings, "--hub", "http://127.0.0.1:\(hub.port)", "--token-file", token,
                "--authority", "00ff",
            ],
            environment: [
                "MILLWRIGHT_AGENT__DATA_DIR": folder.file("agent"),
                "MILLWRIGHT_AGENT__PROFILES_DIR": folder.path,
            ])
        #expect(try await program.wait() == .exited(76))
        for part in ["not 00ff", "The token is used up: revoke agent \(authority.agent) at the hub", "agent enrol"] {
            #expect(program.output.contains(part), "\(part) in \(program.output)")
        }
        let identity = folder.read("agent/identity.json")
        #expect(identity == nil)
        try await hub.stop()
    }
}
