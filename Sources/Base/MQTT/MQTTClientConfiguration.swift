internal import CMosquitto

extension MQTTClient {
    /// Hands the options to libmosquitto, before the first connection.
    func configure() throws(MQTTError) {
        // Externally threaded: acknowledgements are queued for `write` and not sent from inside of the read.
        try check(mosquitto_threaded_set(handle, true), "threading")
        let version = options.version == .v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
        try set(MOSQ_OPT_PROTOCOL_VERSION, version, "protocol version")
        try set(MOSQ_OPT_TCP_NODELAY, 1, "TCP_NODELAY")
        try set(MOSQ_OPT_RECEIVE_MAXIMUM, Int32(clamping: options.receiveMaximum), "receive maximum")
        try set(MOSQ_OPT_SEND_MAXIMUM, Int32(clamping: options.sendMaximum), "send maximum")
        guard (1...65_535).contains(options.port) else { throw MQTTError(.optionInvalid, "port \(options.port)") }
        guard (5...65_535).contains(options.keepAliveSeconds) else {
            throw MQTTError(.optionInvalid, "keep-alive of \(options.keepAliveSeconds) s, of 5 to 65535")
        }
        if let credentials = options.credentials {
            try check(mosquitto_username_pw_set(handle, credentials.username, credentials.password), "credentials")
        }
        if let will = options.will { try configure(will: will) }
        if let tls = options.tls { try configure(tls: tls) }
        if options.version == .v5, !options.cleanSession { try keepSession() }
    }

    private func configure(will: MQTTClientOptions.Will) throws(MQTTError) {
        let result = mosquitto_will_set(
            handle, will.topic, Int32(clamping: will.payload.count), will.payload, will.qos.rawValue, will.retain)
        try check(result, "last will \(will.topic)")
    }

    private func configure(tls: MQTTClientOptions.TLS) throws(MQTTError) {
        let folder = tls.authorityFile == nil ? "/etc/ssl/certs" : nil
        let result = mosquitto_tls_set(
            handle, tls.authorityFile, folder, tls.certificateFile, tls.keyFile, nil)
        guard result == 0 else {
            let files = [tls.authorityFile, tls.certificateFile, tls.keyFile].compactMap { $0 }.joined(separator: ", ")
            throw MQTTError(.tlsFileUnreadable, files)
        }
    }

    /// MQTT 5 ends a session with its connection unless CONNECT says how long to keep it.
    ///
    /// libmosquitto takes CONNECT's properties only in its blocking call, and keeps them for every later connection.
    /// That call stores them before it looks at the rest, so one with a keep-alive that it refuses does just that.
    private func keepSession() throws(MQTTError) {
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        let forever = UInt32.max
        try check(
            mosquitto_property_add_int32(&properties, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), forever),
            "session expiry")
        _ = mosquitto_connect_bind_v5(handle, options.host, Int32(options.port), 1, nil, properties)
    }

    private func set(_ option: mosq_opt_t, _ value: Int32, _ name: String) throws(MQTTError) {
        try check(mosquitto_int_option(handle, option, value), name)
    }

    func check(_ result: Int32, _ about: String) throws(MQTTError) {
        if let error = MQTTError.of(result: result, about: about) { throw error }
    }
}
