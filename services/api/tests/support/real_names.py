"""Names of channels as firmwares and people really use them, by what they are."""

OTHERS = {
    "humidity": (
        "humidity Humidity hum hum1 rh RH kitchen_humidity humidity-cellar Hum_SHT SHT3X-Humidity "
        "sht3x.humidity soilmoisture1 soil_moisture luftfeuchtigkeit luftfeuchte rel_humidity "
        "bme280-hum humidite humedad umidita luchtvochtigheid relativeHumidity SHT3XHumidity "
        "humidity_2 humidity.0 living_room_humidity"
    ),
    "battery": (
        "battery bat batt BatV Bat_status battery_level battery-percent lowbatt wh65batt batt1 "
        "batterie akku batteryVoltage battery_low soc batterij"
    ),
    "signal strength": (
        "rssi RSSI wifi_signal wifi-rssi snr lsnr signal signal_strength rsrp dBm txPower "
        "tx_power lora_rssi wifi_signal_dbm"
    ),
    "link quality": ("linkquality lqi LinkQuality link_quality"),
    "voltage": ("voltage Voltage vbat vcc Vcc supply_volts mV adc spannung vdd voltage_l1"),
    "electric current": ("current current_l1 rms_current load_current amps strom"),
    "power": ("power active_power ApparentPower powerFactor watts leistung"),
    "energy": ("energy kWh energy_today energy_kwh"),
    "frequency": ("frequency freq ac_frequency"),
    "pressure": (
        "pressure Pressure SeaPressure baromrelin baromabsin barometer hPa luftdruck bme280_press "
        "atmospheric_pressure pression"
    ),
    "light": (
        "lux illuminance Illuminance illuminance_lux light uv uv_index brightness solarradiation "
        "helligkeit luminosite"
    ),
    "air quality": (
        "co2 CO2 eCO2 eco2 tvoc voc voc_index pm25 pm2.5 pm2_5 pm10 PM25 iaq gas carbon_dioxide "
        "co2_ppm formaldehyde"
    ),
    "resistance": ("gas_resistance resistance ohm"),
    "water quality": ("pH orp tds conductivity"),
    "distance or level": ("distance altitude water_level tank_level"),
    "weight": ("weight gewicht"),
    "wind or rain": (
        "windspeed windspeedmph winddir wind_gust rain rainratein hourlyrainin eventrainin rainfall"
    ),
    "motion": ("motion occupancy accelerationX acceleration_y movementCounter vibration presence"),
    "sound": ("noise noise_level dBA"),
    "position": ("latitude gps lon"),
    "a switch or an alarm": (
        "contact tamper water_leak smoke valve_position pi_heating_demand alarm"
    ),
    "the state of the device": (
        "uptime UptimeSec Heap free_heap LoadAvg MqttCount LinkCount fCnt fport "
        "measurementSequenceNumber boot_count timestamp"
    ),
}

SETTINGS = {
    "a setting or an alarm": (
        "target_temperature setpoint occupied_heating_setpoint set_temp current_heating_setpoint "
        "TargetTemp desired_temperature temperature_set temp_alarm temperature_alarm_high "
        "sollwert solltemperatur eco_temperature comfort_temperature away_preset_temperature "
        "max_temperature_limit temperature_threshold overtemperature open_window_temperature "
        "consigne target"
    ),
    "a correction": (
        "temperature_offset temp_offset local_temperature_calibration offset "
        "temperature_calibration temperatureCompensation"
    ),
    "a difference": ("delta_t delta_temp temperature_difference temperature_trend"),
    "a detail of reporting": (
        "temperature_precision temperature_unit tempUnit temperature_sensitivity "
        "temperature_periodic_report_interval"
    ),
}

OF_ITSELF = (
    "device_temperature deviceTemperature battery_temp batteryTemperature cpu_temp "
    "esp32_temperature chip_temperature mcu_temp temp_cpu board_temp CPUTemp"
)

TEMPERATURES = (
    "temperature Temperature temp tmp t T tempf temp1f tempinf temp_1 temperature.0 TempC_SHT "
    "TempC_DS TempC1 soiltemp1f ds18b20 probe f4 p1 1 a channel fridge freezer-2 kitchen "
    "humidity_temp temp_humidity pressure_temperature water_temperature dew_point DewPoint "
    "windchill heat_index local_temperature temperature_max min_temperature internal_temperature "
    "external_temperature power_room battery_store battery-room gas_boiler co2_incubator "
    "light_house alarm_room humidor dehumidifier counter deli-counter flow return vorlauf "
    "kuehlschrank ruecklauf wh1 WH31 ph1 ph-2 fridge-no2 no2 depth_10cm compost_pile hot_press "
    "cave_a_vin drain train brain bath calibration_bath rhubarb bathroom combat batch-3 lightning "
    "luxury volta gasket windsor album thumb kelvin celsius template sensor value current_value "
    "tC tF air_temp temp-outdoor lufttemperatur temperatura unit_3 dr phase current_temperature "
    "battery_room_2 temp_c tc thermocouple pt100 ntc outdoor parking spark street-fridge"
)

ALL = " ".join([*OTHERS.values(), *SETTINGS.values(), OF_ITSELF, TEMPERATURES]).split()
