internal import ArgumentParser
internal import Glibc
internal import MQTT
internal import MillwrightDevice

/// The options of every command that speaks to a broker.
struct BrokerOptions: ParsableArguments {
    @Option(help: "The broker's name or address.")
    var host = "127.0.0.1"

    @Option(help: "The broker's port; 1883, or 8883 with TLS, when not given.")
    var port: Int?

    @Option(help: "The client's id at the broker; a random one when not given.")
    var clientId: String?

    @Option(help: "The user's name at the broker.")
    var username: String?

    @Option(help: "A file that holds the password: a command line can be read by others.", completion: .file())
    var passwordFile: String?

    @Flag(help: "Encrypt, trusting the system's authorities; --cafile, --cert and --key encrypt as well.")
    var tls = false

    @Option(help: "PEM file of the authority to trust.", completion: .file())
    var cafile: String?

    @Option(help: "PEM file of the client's certificate.", completion: .file())
    var cert: String?

    @Option(help: "PEM file of the certificate's key.", completion: .file())
    var key: String?

    @Option(help: "The protocol's version: 3.1.1 or 5.")
    var mqttVersion = "3.1.1"

    @Option(help: "0 (at most once), 1 (at least once) or 2 (exactly once).")
    var qos = 1

    @Option(help: "Seconds to wait for the first connection.")
    var connectTimeout = 10.0

    func validate() throws {
        if MQTTQoS(rawValue: Int32(clamping: qos)) == nil { throw ValidationError("--qos is 0, 1 or 2.") }
        if !["3.1.1", "5"].contains(mqttVersion) { throw ValidationError("--mqtt-version is 3.1.1 or 5.") }
        if let port, !(1...65_535).contains(port) { throw ValidationError("--port is 1 to 65535.") }
        if (cert == nil) != (key == nil) { throw ValidationError("--cert and --key belong together.") }
        if passwordFile != nil, username == nil { throw ValidationError("--password-file needs --username.") }
    }

    var quality: MQTTQoS { MQTTQoS(rawValue: Int32(clamping: qos)) ?? .atLeastOnce }

    /// The connection that the options describe; reads the password file.
    func connection() throws -> MQTTClientOptions {
        let isEncrypted = tls || cafile != nil || cert != nil
        let id = clientId ?? "millwright-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        var options = MQTTClientOptions(host: host, port: port ?? (isEncrypted ? 8_883 : 1_883), clientID: id)
        options.cleanSession = true
        options.version = mqttVersion == "5" ? .v5 : .v311
        if let username {
            options.credentials = .init(username: username, password: try passwordFile.map(Self.password))
        }
        if isEncrypted {
            options.tls = .init(authorityFile: cafile, certificateFile: cert, keyFile: key)
        }
        return options
    }

    /// A publisher that is connected.
    func publisher() async throws -> DevicePublisher {
        let publisher = try DevicePublisher(DevicePublisherOptions(connection: try connection()))
        do throws(DeviceError) {
            try await publisher.waitUntilConnected(within: connectTimeout)
        } catch {
            await publisher.stop(within: 0)
            throw error
        }
        return publisher
    }

    /// The first line of a file.
    private static func password(file: String) throws -> String {
        let lines = try TextLines(file: file)
        return lines.next() ?? ""
    }
}
