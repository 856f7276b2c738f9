import Foundation
import MillwrightDevice
import TestKit
import Testing

/// Logging in, what is kept of it, and how it renews itself.
@Suite struct LoginTests {
    @Test func aSessionIsKeptForItsUserAlone() async throws {
        let hub = try await PlayedAPI { _ in Self.session("first", expiresIn: 900) }
        let run = try RunCommand()
        let (status, output) = try await logIn(run, hub)
        #expect(output == "logged in at \(hub.address) as ada@plant.example (SUPERVISOR)\n")
        #expect(status == 0)
        let kept = run.folder.file("millwright/session.json")
        let mode = try FileManager.default.attributesOfItem(atPath: kept)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(hub.requests.map(\.line) == ["POST /api/auth/login"])
        let body = hub.requests.first?.body
        #expect(body?["email"] == .string("ada@plant.example") && body?["password"] == .string("correct horse"))
    }

    @Test func aTokenThatHasRunOutIsRenewedAndTheNewOneKept() async throws {
        let hub = try await PlayedAPI { request in
            switch request.path {
            case "/api/auth/login": Self.session("first", expiresIn: 1)
            case "/api/auth/refresh": Self.session("second", expiresIn: 900)
            default: request.token == "second" ? .data(.null) : .error(401, "TOKEN_EXPIRED")
            }
        }
        let run = try RunCommand()
        _ = try await logIn(run, hub)
        let (status, output) = try await run(["logout"])
        #expect(output == "logged out of \(hub.address)\n")
        #expect(status == 0)
        #expect(hub.requests.map(\.line).last == "POST /api/auth/logout")
        #expect(hub.requests[1].body?["refreshToken"] == .string("first-refresh"))
        #expect(!FileManager.default.fileExists(atPath: run.folder.file("millwright/session.json")))
    }

    @Test func refusalsHaveTheHubsCode() async throws {
        let hub = try await PlayedAPI { _ in .error(401, "INVALID_CREDENTIALS", "Wrong.") }
        let (status, output) = try await logIn(try RunCommand(), hub)
        #expect(status == 4 && output == "millwright: INVALID_CREDENTIALS: Wrong.\n")
    }

    @Test func secretsDoNotLeaveUnencrypted() async throws {
        let run = try RunCommand()
        let password = try run.folder.write("x\n", to: "password")
        let login = ["login", "--hub", "http://192.0.2.1", "--email", "a@b.c", "--password-file", password]
        let (status, output) = try await run(login)
        #expect(status == 1 && output.contains("HUB_NOT_ENCRYPTED"))
    }

    @Test func aHubThatIsAwayIsNamed() async throws {
        let run = try RunCommand()
        let password = try run.folder.write("x\n", to: "password")
        let address = "http://127.0.0.1:\(FreePort.take())"
        let (status, output) = try await run([
            "login", "--hub", address, "--email", "a@b.c", "--password-file", password,
        ])
        #expect(status == 1 && output.contains("HUB_UNREACHABLE: \(address)"))
    }

    private func logIn(_ run: RunCommand, _ hub: PlayedAPI) async throws -> (status: Int32, output: String) {
        let password = try run.folder.write("correct horse\n", to: "password")
        return try await run([
            "login", "--hub", hub.address, "--email", "ada@plant.example", "--password-file", password,
        ])
    }

    private static func session(_ token: String, expiresIn: Double) -> PlayedAPI.Answer {
        .data(
            .object([
                "token": .string(token), "refreshToken": .string("\(token)-refresh"),
                "expiresIn": .number(expiresIn), "role": .string("SUPERVISOR"),
                "user": .object(["email": .string("ada@plant.example")]),
            ]))
    }
}
