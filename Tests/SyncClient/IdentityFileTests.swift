import Foundation
import HubTenancy
import SyncClient
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite struct IdentityFileTests {
    private let folder: TemporaryFolder
    private let file: IdentityFile
    private let hub: TestAuthority
    private static let now = Timestamp(seconds: 1_763_712_000)

    init() throws {
        folder = try TemporaryFolder("identity")
        file = IdentityFile(path: folder.file("identity.json"))
        hub = try TestAuthority()
    }

    @Test func whatIsWrittenIsReadAgainAndIsForItsOwnerAlone() throws {
        #expect(try file.read() == nil)
        let key = AgentKey()
        let identity = try AgentIdentity(
            agent: hub.agent, tenant: hub.tenant, address: "https://hub:8443", keyPEM: key.pem,
            certificatePEM: hub.issue(key.request(), at: Self.now).pem,
            authoritiesPEM: hub.authority.certificatesPEM,
            commandKeys: [.init(id: "k1", publicKey: Array(0..<32))])
        try file.write(identity)
        #expect(try file.read() == identity)
        #expect(!file.isExposed)
        #expect(identity.authorityFingerprint == hub.authority.fingerprint)
        #expect(identity.daysLeft(at: Self.now) == 90)
        chmod(file.path, 0o640)
        #expect(file.isExposed)
    }

    /// Wherever a renewal is interrupted, there is one whole identity: the old one before the rename, the new one
    /// after.
    @Test func anInterruptedRenewalLeavesOneOfTheTwo() throws {
        let old = try hub.identity(at: Self.now)
        let next = try hub.identity(at: Self.now.advanced(seconds: 86_400))
        try file.write(next)
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try file.write(old)
        for length in [0, 1, whole.count / 2, whole.count] {
            // Killed while the new one was written beside the old one, and others could read what was left.
            try whole.prefix(length).write(to: URL(fileURLWithPath: file.path + ".new"))
            chmod(file.path + ".new", 0o644)
            #expect(try file.read() == old)
        }
        try file.write(next)
        #expect(try file.read() == next)
        #expect(!file.isExposed, "what an interrupted attempt left does not lend its rights")
    }

    @Test(arguments: ["", "{", "{\"agent\": 1}", "rubbish"])
    func whatIsNoIdentityIsSaidToBeNone(content: String) throws {
        try folder.write(content, to: "identity.json")
        #expect(throws: IdentityFault.self) { try file.read() }
    }

    @Test func aCertificateOfAnotherKeyIsNotTaken() throws {
        let issued = try hub.issue(AgentKey().request(), at: Self.now)
        #expect(throws: IdentityFault.unusable("its certificate is not of its key")) {
            try AgentIdentity(
                agent: hub.agent, tenant: hub.tenant, address: "", keyPEM: AgentKey().pem, certificatePEM: issued.pem,
                authoritiesPEM: hub.authority.certificatesPEM, commandKeys: [])
        }
    }
}
