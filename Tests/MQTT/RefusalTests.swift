import MQTT
import TestKit
import Testing

/// Each way of not getting in has a code of its own.
@Suite(.serialized) struct RefusalTests {
    @Test(arguments: [MQTTClientOptions.Version.v311, .v5])
    func aWrongPassword(version: MQTTClientOptions.Version) async throws {
        var settings = MosquittoOptions()
        settings.passwords = ["agent": "right"]
        let broker = try await MosquittoServer.start(settings)
        var wrong = options(broker, "c", version)
        wrong.credentials = .init(username: "agent", password: "wrong")
        let reason = try refusal(wrong)
        #expect(reason == .badCredentials || reason == .notAuthorised)
        var right = wrong
        right.credentials = .init(username: "agent", password: "right")
        try DrivenClient(right).connect()
    }

    @Test func nobodyThere() throws {
        var nowhere = MQTTClientOptions(port: FreePort.take(), clientID: "c")
        #expect(try refusal(nowhere) == .unreachable)
        nowhere.host = "no-such-host.invalid"
        #expect(try refusal(nowhere) == .nameUnknown)
    }

    @Test func optionsThatCannotBe() {
        var options = MQTTClientOptions(port: 70_000, clientID: "c")
        #expect(throws: MQTTError(.optionInvalid, "port 70000")) { try MQTTClient(options: options) }
        options.port = 1_883
        options.tls = .init(authorityFile: "/nonexistent.pem")
        #expect(throws: MQTTError(.tlsFileUnreadable, "/nonexistent.pem")) { try MQTTClient(options: options) }
    }

    @Test func encryptionWithAnAuthorityOfOnesOwn() async throws {
        let folder = try TemporaryFolder("certificates")
        let certificates = try await MosquittoCertificates(in: folder)
        let otherFolder = try TemporaryFolder("certificates")
        let others = try await MosquittoCertificates(in: otherFolder)
        var settings = MosquittoOptions()
        settings.tls = (certificates.authorityFile, certificates.serverFile, certificates.serverKeyFile)
        settings.requiresClientCertificate = true
        let broker = try await MosquittoServer.start(settings)
        var secure = options(broker, "c")
        secure.host = "localhost"
        secure.tls = .init(
            authorityFile: certificates.authorityFile, certificateFile: certificates.clientFile,
            keyFile: certificates.clientKeyFile)
        let client = try DrivenClient(secure)
        try client.connect()
        try client.subscribe("a")
        try client.client.publish(topic: "a", payload: Array("secret".utf8), qos: .exactlyOnce)
        try client.turn(until: "heard") { client.heard.count == 1 }

        secure.tls?.authorityFile = others.authorityFile
        #expect(try refusal(secure) == .tlsFailed)
    }

    private func refusal(_ options: MQTTClientOptions) throws -> MQTTError.Reason? {
        let client = try DrivenClient(options)
        do {
            try client.client.connect()
        } catch { return error.reason }
        try client.turn(until: "refused") { !client.disconnections.isEmpty }
        return client.disconnections.first??.reason
    }
}
