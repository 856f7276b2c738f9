internal import AgentPipeline
internal import AgentStore
internal import DeviceProfiles
internal import Glibc
internal import MQTT
internal import Runtime
internal import Telemetry

/// Looks at each thing that the agent depends on; a look waits a few seconds at most and changes nothing.
struct Doctor {
    let configuration: AgentConfiguration

    func findings() -> [DoctorFinding] {
        [profiles(), folder(), disk(), clock(), broker(), identity(), hub(), agent()]
    }

    private func profiles() -> DoctorFinding {
        do {
            let library = try ProfileLibrary.load(folder: configuration.profilesFolder)
            return DoctorFinding("profiles", .ok, library.all.map(\.label).joined(separator: ", "))
        } catch {
            return DoctorFinding("profiles", .fail, "\(error)")
        }
    }

    private func folder() -> DoctorFinding {
        let path = configuration.plant.folder
        var status = stat()
        guard stat(path, &status) == 0 else {
            return DoctorFinding("data folder", .warn, "\(path) is not there yet; the agent makes it when it may")
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            return DoctorFinding("data folder", .fail, "\(path) cannot be written; give it to the agent's user")
        }
        if status.st_mode & 0o077 != 0 {
            return DoctorFinding("data folder", .warn, "others can read \(path); chmod 700 \(path)")
        }
        return DoctorFinding("data folder", .ok, path)
    }

    private func disk() -> DoctorFinding {
        var status = statvfs()
        guard statvfs(configuration.plant.folder, &status) == 0 else {
            return DoctorFinding("disk", .warn, "cannot look: \(String(cString: strerror(errno)))")
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let text = "\(free >> 20) MiB free"
        let least = configuration.plant.store.freeBytesMin
        if free < least {
            return DoctorFinding("disk", .fail, "\(text), less than store.free_min; free some space")
        }
        if free < configuration.plant.store.budgetBytes {
            return DoctorFinding("disk", .warn, "\(text), less than store.budget; lower it or free some space")
        }
        return DoctorFinding("disk", .ok, text)
    }

    private func clock() -> DoctorFinding {
        let now = SystemClock().now()
        guard now > Timestamp(seconds: 1_735_689_600) else {
            return DoctorFinding("clock", .fail, "it is \(now), which is past; set the clock")
        }
        let isKnown = access("/run/systemd/timesync/synchronized", F_OK) == 0 || access("/run/chrony", F_OK) == 0
        return isKnown
            ? DoctorFinding("clock", .ok, "\(now)")
            : DoctorFinding("clock", .warn, "\(now); nothing here says that it is synchronised")
    }

    private func broker() -> DoctorFinding {
        var options = configuration.plant.broker
        options.clientID = "millwright-doctor-\(getpid())"  // the agent's own id would end its connection
        options.cleanSession = true
        let address = "\(options.host):\(options.port)"
        let listener = DoctorListener()
        do {
            let client = try MQTTClient(options: options, handler: listener)
            try client.connect()
            let end = SystemClock().uptime().advanced(seconds: 4)
            while !listener.isOver, SystemClock().uptime() < end, let socket = client.socket {
                var descriptor = pollfd(fd: socket, events: Int16(POLLIN) | Int16(POLLOUT), revents: 0)
                _ = poll(&descriptor, 1, 100)
                client.write()
                _ = client.readAvailable(maximum: 1)
            }
            if listener.isConnected {
                client.disconnect()
                client.write()
                return DoctorFinding("broker", .ok, address)
            }
            let why = listener.error.map { "\($0)" } ?? "no answer from \(address)"
            return DoctorFinding(
                "broker", .fail, "\(why); is mosquitto running, and are mqtt.host and mqtt.port right?")
        } catch {
            return DoctorFinding("broker", .fail, "\(error)")
        }
    }

    private func agent() -> DoctorFinding {
        guard let answer = LocalAgent(address: configuration.listen).get("/readyz") else {
            return DoctorFinding("agent", .warn, "not running (nobody answers at \(configuration.listen))")
        }
        return answer.status == 200
            ? DoctorFinding("agent", .ok, "running and ready")
            : DoctorFinding("agent", .warn, "running, not ready: \(String(decoding: answer.body, as: UTF8.self))")
    }
}
