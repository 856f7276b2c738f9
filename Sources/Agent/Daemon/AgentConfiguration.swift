internal import AgentAutonomy
internal import AgentIngest
internal import AgentPipeline
internal import AgentStore
internal import Logging
internal import MQTT
internal import Settings
internal import SyncClient
internal import SyncCore

/// The agent's settings, typed and checked.
struct AgentConfiguration {
    var plant: PlantSettings
    var profilesFolder: String
    var identityFile: String
    var hub: HubEndpoint?
    var authoritiesFile: String?
    var listen: NetworkAddress
    /// Where the control socket lies.
    var controlSocket: String
    var logLevel: Logger.Level
    /// Each key with its value and where that came from.
    var reports: [SettingReport]

    /// What the system takes (`sun_path`), without the zero at its end.
    private static let socketPathBytesMax = 107

    /// Reads a file, what lies over it, and the environment; throws all mistakes at once.
    static func load(
        file: String, environment: [String: String]
    ) throws(ConfigurationMistakes) -> AgentConfiguration {
        let document = try ConfigurationFiles.load(file)
        var reader = SettingsReader(document: document, environment: environment)
        let configuration = read(&reader)
        try reader.finish()
        return configuration
    }

    private static func read(_ reader: inout SettingsReader) -> AgentConfiguration {
        let name = reader.value(AgentKeys.name)
        let folder = reader.value(AgentKeys.dataFolder)
        let profiles = reader.value(AgentKeys.profilesFolder)
        let broker = broker(&reader, name: name)
        var plant = PlantSettings(
            name: name, version: AgentVersion.text, folder: folder, broker: broker, session: session(&reader))
        plant.batchMax = reader.value(AgentKeys.batchMax)
        plant.topics = reader.value(AgentKeys.topics)
        let shortest = reader.value(AgentKeys.reconnectMin).seconds
        plant.reconnectSeconds = shortest...max(shortest, reader.value(AgentKeys.reconnectMax).seconds)
        ingest(&reader, &plant)
        store(&reader, &plant)
        plant.guards.anomalyScore = 1 - reader.value(AgentKeys.falseAlarmRate)
        plant.derivedSeconds = reader.value(AgentKeys.derivedInterval).seconds
        plant.guards.energyRate = reader.value(AgentKeys.energyRate)
        let hub = hub(&reader)
        plant.hubAddress = hub.map(\.description)
        let identity = reader.value(AgentKeys.identityFile) ?? "\(folder)/identity.json"
        let authorities = reader.value(AgentKeys.hubAuthorities)
        let listen = reader.value(AgentKeys.listen)
        let control = reader.value(AgentKeys.controlSocket) ?? "\(folder)/control.sock"
        if control.utf8.count > Self.socketPathBytesMax {
            reader.conflict(at: AgentKeys.controlSocket.path, "the path of a socket has at most 107 bytes")
        }
        let level = Logger.Level(rawValue: reader.value(AgentKeys.logLevel)) ?? .info
        return AgentConfiguration(
            plant: plant, profilesFolder: profiles, identityFile: identity, hub: hub,
            authoritiesFile: authorities, listen: listen, controlSocket: control, logLevel: level,
            reports: reader.reports)
    }

    private static func broker(_ reader: inout SettingsReader, name: String) -> MQTTClientOptions {
        let clientID = reader.value(AgentKeys.clientID) ?? "millwright-\(name)"
        var options = MQTTClientOptions(
            host: reader.value(AgentKeys.brokerHost), port: reader.value(AgentKeys.brokerPort), clientID: clientID)
        options.version = reader.value(AgentKeys.brokerProtocol) == "5" ? .v5 : .v311
        options.keepAliveSeconds = Int(reader.value(AgentKeys.keepAlive).seconds)
        options.receiveMaximum = reader.value(AgentKeys.inflightMax)
        let password = reader.secret(AgentKeys.passwordFile)
        if let user = reader.value(AgentKeys.username) {
            options.credentials = .init(username: user, password: password?.revealed)
        } else if password != nil {
            reader.conflict(at: AgentKeys.passwordFile.path, "there is a password and no `mqtt.username`")
        }
        let authority = reader.value(AgentKeys.brokerAuthorities)
        let certificate = reader.value(AgentKeys.brokerCertificate)
        let key = reader.value(AgentKeys.brokerKey)
        if (certificate == nil) != (key == nil) {
            reader.conflict(at: AgentKeys.brokerCertificate.path, "a certificate and its key go together")
        }
        if reader.value(AgentKeys.brokerTLS) || authority != nil || certificate != nil {
            options.tls = .init(authorityFile: authority, certificateFile: certificate, keyFile: key)
        }
        return options
    }

    private static func ingest(_ reader: inout SettingsReader, _ plant: inout PlantSettings) {
        plant.ingest = IngestLimits(
            payloadBytesMax: reader.value(AgentKeys.payloadMax), machinesMax: reader.value(AgentKeys.machinesMax),
            metricsPerMachineMax: reader.value(AgentKeys.metricsMax), topicsMax: reader.value(AgentKeys.topicsMax),
            futureToleranceSeconds: reader.value(AgentKeys.futureTolerance).seconds)
        plant.defaultProfile = reader.value(AgentKeys.defaultProfile)
    }

    private static func store(_ reader: inout SettingsReader, _ plant: inout PlantSettings) {
        plant.store.budgetBytes = UInt64(reader.value(AgentKeys.budget))
        plant.store.freeBytesMin = UInt64(reader.value(AgentKeys.freeMin))
        plant.sealAfterSeconds = reader.value(AgentKeys.sealAfterOnline).seconds
        plant.sealAfterSecondsAlone = reader.value(AgentKeys.sealAfterOffline).seconds
        plant.sealReadingsMax = reader.value(AgentKeys.sealReadingsMax)
        plant.store.telemetryDays = reader.value(AgentKeys.telemetryRetention).seconds / 86_400
        plant.store.eventDays = reader.value(AgentKeys.eventRetention).seconds / 86_400
        plant.store.quarantineCountMax = reader.value(AgentKeys.quarantineMax)
    }

    private static func session(_ reader: inout SettingsReader) -> SessionSettings {
        var session = SessionSettings(software: AgentVersion.software)
        session.intervalSeconds = reader.value(AgentKeys.interval).seconds
        session.roundDeadlineSeconds = reader.value(AgentKeys.timeout).seconds
        session.backoffFirstSeconds = reader.value(AgentKeys.backoffMin).seconds
        session.backoffMaxSeconds = max(session.backoffFirstSeconds, reader.value(AgentKeys.backoffMax).seconds)
        session.roundBytesMax = reader.value(AgentKeys.roundMax)
        return session
    }

    private static func hub(_ reader: inout SettingsReader) -> HubEndpoint? {
        guard let address = reader.value(AgentKeys.hub) else { return nil }
        do throws(HubClientError) {
            let endpoint = try HubEndpoint(address)
            guard endpoint.isSecure else { throw HubClientError.addressInvalid(address) }
            return endpoint
        } catch {
            reader.conflict(at: AgentKeys.hub.path, error.message, hint: "write it as https://hub.example:8443")
            return nil
        }
    }
}

extension Duration {
    /// The length in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
